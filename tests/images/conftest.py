"""Pictures of the tests' own, on this machine and on a stand-in for S3."""

import io
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from functools import lru_cache, partial

import boto3
import pytest
from django.conf import settings as site_settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from moto.server import ThreadedMotoServer
from PIL import Image
from storages.backends.s3 import S3Storage
from wagtail.models import Collection

from images.files import PRIVATE, PUBLIC, remove_folder
from images.generation import _notes
from images.models import Picture

BUCKET = "pictures"
# What README tells operators to let the public read
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": f"arn:aws:s3:::{BUCKET}/images/*",
        }
    ],
}


@pytest.fixture(autouse=True)
def nothing_noted() -> Iterator[None]:
    """Notes of other tests are of pictures that were rolled back."""
    _notes.clear()
    yield
    _notes.clear()


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """The address of an S3 service."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="session")
def s3_backend(s3) -> dict:
    """The setting of a storage in a new bucket there."""
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
    client = boto3.client("s3", endpoint_url=s3, region_name="us-east-1", **keys)
    client.create_bucket(Bucket=BUCKET)
    client.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(POLICY))
    options = {
        "bucket_name": BUCKET,
        "access_key": "key",
        "secret_key": "secret",
        "endpoint_url": s3,
        "region_name": "us-east-1",
        "querystring_auth": False,
        "file_overwrite": False,
    }
    return {"BACKEND": "tests.images.conftest.one_storage", "OPTIONS": options}


@lru_cache
def one_storage(**options: object) -> S3Storage:
    """The same for all tests: a new one has its library read a thousand folders."""
    return S3Storage(**options)


@pytest.fixture
def s3_storage(s3_backend, settings) -> None:
    """Files are on S3."""
    settings.STORAGES = {**site_settings.STORAGES, "default": s3_backend}


@pytest.fixture(params=["local", "s3"])
def storage(request) -> str:
    """Where files are."""
    if request.param == "s3":
        request.getfixturevalue("s3_storage")
    return request.param


def upload(collection: Collection | None = None, name: str = "secret-name.png") -> Picture:
    """A picture in a collection."""
    data = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((90, 60)).save(data, "PNG")
    collection = collection or Collection.get_first_root_node()
    file = ContentFile(data.getvalue(), name)
    picture = Picture.objects.create(title="A picture", file=file, collection=collection)
    for folder in (PUBLIC, PRIVATE):  # what a test left that was rolled back
        remove_folder(default_storage, f"{folder}{picture.pk}/")
    return picture


def status(client: Client, address: str) -> int:
    """What is answered to a GET: by our server, or by the bucket to anybody."""
    if address.startswith("/"):
        return client.get(address).status_code
    try:
        return urllib.request.urlopen(address, timeout=10).status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.fixture
def anybody(reader) -> Callable[[str], int]:
    """What a visitor is answered."""
    return partial(status, reader)
