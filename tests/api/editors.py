"""Editors in a hurry, as processes of their own, one after the other killed in the middle of work.

`python -m tests.api.editors SECONDS PICTURE PAGE …` prints how much they did; 1 if one failed.
"""

import multiprocessing
import os
import random
import signal
import sys
import time
from collections.abc import Callable

import django

EDITORS = 4


def publish(pk: int, others: list[int]) -> None:
    """New words, with a link to another page that may be hidden by now."""
    page = IssuePage.objects.get(pk=pk)
    page.title = f"Crowded {random.random()}"
    block = {"type": "text", "id": "links", "value": {}}
    block["value"]["text"] = f'<p><a linktype="page" id="{random.choice(others)}">another</a></p>'
    page.body = json.dumps([block, *[b for b in page.body.raw_data if b["type"] == "image"]])
    page.save_revision().publish()


def unpublish(pk: int, others: list[int]) -> None:
    """Offline until the next publication."""
    IssuePage.objects.get(pk=pk).unpublish()


def restrict(pk: int, others: list[int]) -> None:
    """Private, or public again."""
    if not PageViewRestriction.objects.filter(page_id=pk).delete()[0]:
        PageViewRestriction.objects.create(page_id=pk, restriction_type="login")


def credit(pk: int, others: list[int]) -> None:
    """Other words at the picture of all of them."""
    image = Picture.objects.get(pk=picture)
    image.credit = f"Crowd {random.random()}"
    image.save()


def work(seed: int, done: "multiprocessing.sharedctypes.Synchronized") -> None:
    """Change one page after the other, until killed."""
    random.seed(seed)
    if seed % 2:  # nobody hears that something has changed
        doorbell.ring = lambda: None
    while True:
        action: Callable = random.choice([publish, publish, publish, unpublish, restrict, credit])
        action(random.choice(pages), pages)
        with done.get_lock():
            done.value += 1


def main(seconds: float) -> int:
    """Keep four at work; kill one every now and then."""
    fork = multiprocessing.get_context("fork")
    done, deadline, seed = fork.Value("i", 0), time.monotonic() + seconds, 0
    crowd: list = []
    failed = 0
    while time.monotonic() < deadline:
        while len(crowd) < EDITORS:
            seed += 1
            crowd.append(fork.Process(target=work, args=(seed, done)))
            crowd[-1].start()
        time.sleep(random.uniform(0.2, 0.8))
        victim = crowd.pop(0)
        victim.kill()
        victim.join()
        failed += victim.exitcode != -signal.SIGKILL
    for editor in crowd:
        editor.kill()
        editor.join()
    print(done.value, seed)
    return 1 if failed else 0


if __name__ == "__main__":
    os.environ["PYTHONUNBUFFERED"] = "1"
    django.setup()
    import json

    from wagtail.models import PageViewRestriction

    from api.store import doorbell
    from home.ahead import make_changed_pages
    from images.models import Picture
    from newsletters.models import IssuePage

    # Pages need the static files, which these processes have not gathered
    doorbell.afterwards.remove(make_changed_pages)

    seconds, picture, *pages = (int(argument) for argument in sys.argv[1:])
    sys.exit(main(seconds))
