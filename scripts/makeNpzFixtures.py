"""Writes test/engine/serializers/fixtures/*.npz with NumPy, for the tests of our own reader.

Run: python3 scripts/makeNpzFixtures.py     (any NumPy from 1.17 on; the tests need no Python)
"""

import io
import pathlib
import zipfile

import numpy as np

OUT = pathlib.Path(__file__).resolve().parent.parent / 'test/engine/serializers/fixtures'
OUT.mkdir(parents=True, exist_ok=True)

ARRAYS = {
    'float16': np.array([0, -0.0, 1, -2.5, 65504, 2**-24, 2**-14, np.inf, -np.inf, np.nan, 1 / 3], np.float16),
    'float32': np.arange(24, dtype=np.float32).reshape(2, 3, 4) / 7,
    'float64': np.array([[np.pi, -np.e]]),
    'int8': np.array([-128, 127], np.int8),
    'int16': np.array([-32768, 32767], np.int16),
    'int32': np.array([-2**31, 2**31 - 1], np.int32),
    'int64': np.array([-2**63, 2**63 - 1], np.int64),
    'uint8': np.array([0, 255], np.uint8),
    'uint16': np.array([0, 65535], np.uint16),
    'uint32': np.array([0, 2**32 - 1], np.uint32),
    'uint64': np.array([0, 2**64 - 1], np.uint64),
    'bool': np.array([True, False, True]),
    'fortran': np.asfortranarray(np.arange(24, dtype=np.float32).reshape(2, 3, 4)),
    'big_endian': np.arange(5, dtype='>i4'),
    'scalar_int': np.array(41),
    'scalar_float': np.array(0.5),
    'scalar_bool': np.array(True),
    'empty': np.zeros((0, 3), np.float32),
    'text': np.array('彩り 🎨'),
    'texts': np.array([['a', 'bcd'], ['', 'é']]),
    'bytes': np.array(b'abc'),
    'path/to/none': np.array(None),
    'path/to/W': np.full((4, 4), 1.25, np.float32),
}

np.savez(OUT / 'stored.npz', **ARRAYS)  # NumPy forces zip64 fields in local headers
np.savez_compressed(OUT / 'deflated.npz', **ARRAYS)

# Version 2 of the format: a longer length field. NumPy chooses it only for huge headers.
buffer = io.BytesIO()
np.lib.format.write_array(buffer, np.arange(6, dtype=np.float32).reshape(2, 3), version=(2, 0))
with zipfile.ZipFile(OUT / 'version2.npz', 'w') as archive:
    archive.writestr(zipfile.ZipInfo('x.npy'), buffer.getvalue())  # without a date: the same bytes each time

np.savez(OUT / 'objects.npz', x=np.array([{'a': 1}, None]))

# The keys of a model that Chainer's save_npz wrote: a convolution, a batch normalisation, a parameter without a shape.
np.savez_compressed(
    OUT / 'chainerModel.npz',
    **{
        'conv/W': np.arange(12, dtype=np.float32).reshape(2, 3, 1, 2) / 8,
        'conv/b': np.array([0.5, -0.5], np.float32),
        'bn/gamma': np.array([1, 2], np.float32),
        'bn/beta': np.array([3, 4], np.float32),
        'bn/avg_mean': np.array([5, 6], np.float32),
        'bn/avg_var': np.array([7, 8], np.float32),
        'bn/N': np.array(9),
        'lazy/W': np.array(None),
    },
)
