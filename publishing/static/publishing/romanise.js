// While a title is typed its address follows, also of one in Hangul: as publishing/romanise.py does.
const INITIALS = "g gg n d dd r m b bb s ss  j jj c k t p h".split(" ");
const VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u weo we wi yu eu yi i".split(" ");
const FINALS =
  " g gg gs n nj nh d l lg lm lb ls lt lp lh m b bs s ss ng j c k t p h".split(" ");

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
