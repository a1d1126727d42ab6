"""A server gives memory back: asked of the C library itself, in a process of its own, with the promise and without."""

import ctypes
import json
import subprocess
import sys

import pytest

from cbt.cli import memory

PROBE = """
import ctypes, json, sys, tempfile, threading
from cbt.cli.memory import keep_small

if sys.argv[1] == "kept small":
    keep_small()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
libc.free.argtypes = [ctypes.c_void_p]
libc.fopen.restype, libc.fopen.argtypes = ctypes.c_void_p, [ctypes.c_char_p, ctypes.c_char_p]
libc.malloc_info.argtypes, libc.fclose.argtypes = [ctypes.c_int, ctypes.c_void_p], [ctypes.c_void_p]

def told():
    with tempfile.NamedTemporaryFile() as file:
        stream = libc.fopen(file.name.encode(), b"w")
        libc.malloc_info(0, stream)
        libc.fclose(stream)
        return file.read().decode()

def borrowed():
    return int(told().split('<total type="mmap" count="')[1].split('"')[0])

libc.free(libc.malloc(19 << 20))  # as large as one password's work: glibc now keeps blocks up to this size
before = borrowed()
block = libc.malloc(1 << 20)
large = borrowed() - before
together = threading.Barrier(8)

def work():
    together.wait()
    libc.free(libc.malloc(1000))
    together.wait()

threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(json.dumps({"borrowed": large, "heaps": told().count("<heap nr=")}))
"""


def has_glibc():
    try:
        return hasattr(ctypes.CDLL("libc.so.6"), "malloc_info")
    except OSError:
        return False


def measured(how):
    done = subprocess.run([sys.executable, "-c", PROBE, how], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.skipif(not has_glibc(), reason="only glibc keeps what was freed")
def test_eight_threads_share_two_heaps_and_a_large_block_is_given_back_however_large_the_last_one_was():
    assert measured("kept small") == {"borrowed": 1, "heaps": 2}


@pytest.mark.skipif(not has_glibc(), reason="only glibc keeps what was freed")
def test_left_to_itself_the_library_would_keep_both():
    left = measured("left alone")
    assert left["borrowed"] == 0
    assert left["heaps"] > 2


@pytest.mark.parametrize("missing", [OSError("no such library"), AttributeError("mallopt")])
def test_with_another_c_library_nothing_is_done_and_the_server_starts(monkeypatch, missing):
    asked = []

    def load(name):
        asked.append(name)
        raise missing

    monkeypatch.setattr(ctypes, "CDLL", load)
    memory.keep_small()
    assert asked == ["libc.so.6"]
