"""Checks every ONNX model of a folder with the ONNX checker, shapes included; stops at a bad one."""
import pathlib
import sys

import onnx

folder = pathlib.Path(sys.argv[1])
models = sorted(folder.glob("*.onnx"))
if not models:
    sys.exit(f"{folder}: no ONNX models")
for path in models:
    onnx.checker.check_model(onnx.load(str(path)), full_check=True)
print(f"ONNX checker {onnx.__version__}: {len(models)} models pass")
