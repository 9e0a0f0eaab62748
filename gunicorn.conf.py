"""How gunicorn serves the site, in production and everywhere else: it reads this file by itself.

What a machine decides is said on the command line: `--bind`, `--workers`.
"""

import os

wsgi_app = "kensite.wsgi"
worker_class = "kensite.worker.Worker"  # gthread, with refusals that apps can read
threads = 4
timeout = 60  # an editor's upload of many pictures
# Loaded once, before the workers are forked: a new worker answers at once, and shares the memory.
# Workers are not recycled (docs/decisions.md)
preload_app = True
# No header may say where the site lies: gunicorn would believe SCRIPT_NAME from whoever stands on
# this machine, and a proxy does. Whether a reader came by HTTPS is Django's to decide
forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}
control_socket_disable = True
if os.access("/dev/shm", os.W_OK):
    worker_tmp_dir = "/dev/shm"  # a worker's sign of life does not wait for a disk
