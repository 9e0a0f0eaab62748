"""Takes the store's lock and says so, to be frozen then: `python -m tests.api.frozen`."""

import time

import django

if __name__ == "__main__":
    django.setup()
    from api.store.lock import locked

    with locked():
        print("locked", flush=True)
        time.sleep(120)
