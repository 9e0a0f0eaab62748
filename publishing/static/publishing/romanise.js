// While a title is typed its address follows, also of one in Hangul: as publishing/romanise.py does.
const INITIALS = "g kk n d tt r m b pp s ss  j jj ch k t p h".split(" ");
const VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split(" ");
const FINALS = " k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split(" ");

function latin(syllable) {
  const number = syllable.codePointAt(0) - 0xac00;
  const [initial, rest] = [Math.floor(number / 588), number % 588];
  return INITIALS[initial] + VOWELS[Math.floor(rest / 28)] + FINALS[rest % 28];
}

export const romanised = (text) => text.normalize("NFC").replace(/[\uac00-\ud7a3]/g, latin);

// Heard before Wagtail's own listener at the field
for (const name of ["w-sync:check", "w-sync:apply"]) {
  addEventListener(
    name,
    ({ detail }) => {
      if (typeof detail?.value === "string") detail.value = romanised(detail.value);
    },
    true,
  );
}
