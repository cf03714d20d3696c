import numpy as np
from safetensors.numpy import load_file, save_file

from index import seal
from rag.training.mean import mean


def test_the_mean_is_of_every_weight_and_as_precise(tmp_path) -> None:
    for name, value in (("one", 1.0), ("two", 3.0)):
        (tmp_path / name).mkdir()
        weights = {
            "weight": np.full(4, value, np.float16),
            **({"new": np.full(2, 5.0, np.float16)} if value > 1 else {}),
        }
        save_file(weights, tmp_path / name / "model.safetensors")
        (tmp_path / name / "config.json").write_text("{}", encoding="utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / seal.NAME).write_text("{}", encoding="utf-8")
    mean([tmp_path / "one", tmp_path / "two"], tmp_path / "out")
    made = load_file(tmp_path / "out" / "model.safetensors")
    assert made["weight"].dtype == np.float16 and (made["weight"] == 2.0).all()
    assert (made["new"] == 5.0).all()  # only the later one has it
    seal.check(tmp_path / "out")
