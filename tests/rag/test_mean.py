import numpy as np
from safetensors.numpy import load_file, save_file

from index import seal
from rag.training.mean import mean


def test_the_mean_is_of_every_weight_and_as_precise(tmp_path) -> None:
    for name, value in (("one", 1.0), ("two", 3.0)):
        (tmp_path / name).mkdir()
        save_file({"weight": np.full(4, value, np.float16)}, tmp_path / name / "model.safetensors")
        (tmp_path / name / "config.json").write_text("{}", encoding="utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / seal.NAME).write_text("{}", encoding="utf-8")
    mean([tmp_path / "one", tmp_path / "two"], tmp_path / "out")
    made = load_file(tmp_path / "out" / "model.safetensors")["weight"]
    assert made.dtype == np.float16 and (made == 2.0).all()
    seal.check(tmp_path / "out")
