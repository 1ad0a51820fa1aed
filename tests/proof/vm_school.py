"""A school on the disk of a guest under qemu, as each of these proofs begins, and whether all that was acknowledged to it is there."""

import os

from box import Box, fresh_school
from boxes_say import check
from vm import Guest, disk_of, initramfs, kernel
from writers import START, Reader, since


def inhabited(binary, cache, folder, size):
    """(the guest, switched off; its school; its disk)."""
    files = os.path.join(folder, "files")
    os.makedirs(files)
    box = Box(binary, os.path.join(files, "data"))
    try:
        school = fresh_school(box, folder)
    finally:
        box.stop()
    disk = disk_of(files, os.path.join(folder, "disk.img"), size)
    image, modules = kernel(cache)
    return Guest(folder, image, initramfs(folder, modules, binary), [disk]), school, disk


def all_there(guest, school, ledger, what):
    reader = Reader(school, guest.port)
    reader.read_back(*since(ledger, START)[0])
    check(f"{what} ({ledger.acknowledged()} écritures)", not reader.lost and not reader.half, str((reader.lost + reader.half)[:3]))
