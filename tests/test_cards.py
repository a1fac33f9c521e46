"""Cards and file lists as people write them: which files are weights, and which models and data sets are named."""

from __future__ import annotations

import pytest

from howopen.fetch import cards, huggingface, peers
from howopen.records.fetched import HubFacts

WEIGHTS = """
model.safetensors model-00001-of-00002.safetensors pytorch_model.bin tf_model.h5 flax_model.msgpack model.ckpt-1000.data-00000-of-00001
variables/variables.data-00000-of-00001 consolidated.00.pth model.pth.tar unet/diffusion_pytorch_model.bin ggml-model-q4_0.bin model.Q4_K_M.gguf
model.gguf.part1of2 model.gguf-split-a model.onnx model.onnx_data onnx/model.onnx.data model_state.pdparams inference.pdiparams model.keras model.pkl
random_forest.pkl sklearn_model.joblib model.skops megatron.nemo mp_rank_00_model_states.pt global_step100/mp_rank_00_model_states.pt
checkpoint/manifest.ocdbt model.tflite gemma.task gemma.litertlm adapter_model.safetensors learned_embeds.bin optimized_model.onnx optimus.safetensors
tokenizer.safetensors autoencoder.jit encoder.jit __0_0.distcp params.npz yolov8n.pt darknet.weights model.caffemodel saved_model.pb openvino_model.bin
coreml/weights/weight.bin lid.176.ftz lid.176.bin training.safetensors trained.pt model.bin.1 MODEL.SAFETENSORS
rust_model.ot RWKV.st model.mar model.rten best_metric_model.pth
"""
NO_WEIGHTS = """
README.md LICENSE .gitattributes config.json model.py tokenizer.json spiece.model merges.txt model.safetensors.index.json pytorch_model.bin.index.json
model.ckpt.index model.ckpt.meta training_args.bin optimizer.pt optimizer.bin checkpoint-1/optimizer.pt optimizer_0/__0_0.distcp scheduler.pt
scheduler.bin lr_scheduler.pt rng_state.pth rng_state_0.pth random_states_0.pkl scaler.pt trainer_state.json trainer_state.bin training_state.pt
bf16_zero_pp_rank_0_mp_rank_00_optim_states.pt custom_checkpoint_0.pkl dataloader.pt sampler.bin tokenizer.pkl tokenizer.bin openvino_tokenizer.bin
openvino_detokenizer.bin vocab.pkl vocab.bin label_encoder.pkl imatrix.gguf model.imatrix.gguf train.bin val.bin data/train.bin dataset.pkl
samples/a.npz events.out.tfevents.1 checkpoint.txt args.bin cfg.pt norm_stats.npz eval_results.pkl cmvn.npz calibration_data.pt
speaker_embeddings/v2/en_0.npz index_to_docstore.pkl train_features.npz
"""


@pytest.mark.parametrize("path", WEIGHTS.split())
def test_a_file_of_weights_is_one_whatever_its_format(path):
    assert cards.is_weights(path)


@pytest.mark.parametrize("path", NO_WEIGHTS.split())
def test_what_a_run_a_tokenizer_or_a_data_set_leaves_is_no_weights_whatever_its_format(path):
    assert not cards.is_weights(path)


@pytest.mark.parametrize(
    ("value", "ids", "others"),
    [
        ("a/b", ["a/b"], []),
        (["a/b", ["c/d"], {"name": "e/f"}], ["a/b", "c/d", "e/f"], []),
        (["a/b", "A/B"], ["a/b"], []),
        ("gpt2", ["gpt2"], []),
        ("a/b, c/d", ["a/b", "c/d"], []),
        ("a/b\nc/d", ["a/b", "c/d"], []),
        ("`a/b`", ["a/b"], []),
        ("@a/b", ["a/b"], []),
        ("a/b@main", ["a/b"], []),
        ("datasets/a/b", [], ["datasets/a/b"]),
        ("hf://datasets/a/b/x.parquet", [], ["hf://datasets/a/b/x.parquet"]),
        ("https://huggingface.co/spaces/a/b", [], ["https://huggingface.co/spaces/a/b"]),
        ("https://huggingface.co/papers/2310.06825", [], ["https://huggingface.co/papers/2310.06825"]),
        ("models--a--b", [], ["models--a--b"]),
        (3.5, [], ["3.5"]),
        ("huggingface.co/a/b", ["a/b"], []),
        ("https://hf.co/datasets/a/b?x=1", [], ["https://hf.co/datasets/a/b?x=1"]),
        ("https://huggingface.co/a/b/tree/main/x", ["a/b"], []),
        ("[the base](https://huggingface.co/a/b)", ["a/b"], []),
        ({"a/b": {"split": "train"}}, ["a/b"], []),
        ({"type": "x"}, [], ["{'type': 'x'}"]),
        ({"path": "a/b", "type": "x"}, ["a/b"], []),
        (7, [], ["7"]),
        (True, [], []),
        (None, [], []),
        ("none", [], ["none"]),
        ("./checkpoints/last one", [], ["./checkpoints/last one"]),
        ("a/b/c", [], ["a/b/c"]),
        ("https://github.com/a/b", [], ["https://github.com/a/b"]),
        ("a/b (fine-tuned)", [], ["a/b (fine-tuned)"]),
    ],
)
def test_whatever_form_a_name_is_written_in_it_is_an_id_or_told(value, ids, others):
    assert cards.names(value) == (ids, others)


def test_a_page_is_one_of_its_kind():
    pages = ["datasets/a/b", "hf://datasets/a/c/x.parquet", "https://hf.co/datasets/a/d?x=1", "squad", "https://huggingface.co/a/model"]
    assert cards.names(pages, "datasets") == (["a/b", "a/c", "a/d", "squad"], ["https://huggingface.co/a/model"])


@pytest.mark.parametrize(("value", "held"), [(None, False), (False, False), (True, True), (1, True), ("true", True), ("", True)])
def test_only_false_and_no_word_is_no(value, held):
    assert cards.holds({"private": value}, "private") is held


def test_a_name_as_long_as_a_card_may_be_is_told_to_be_no_id_at_once():
    """Tried in every way that its letters can be divided, it would take days."""
    assert peers.hub_ids([f"https://huggingface.co/a/{'a' * 1_000_000}!"]) == []
    assert cards.names(f"a/{'a' * 1_000_000}!") == ([], [f"a/{'a' * 1_000_000}!"])
    assert huggingface.bases([], [HubFacts.model_construct(base_models=(f"a/{'a' * 1_000_000}!", "a/..b"))]) == ["a/..b"]


def test_of_a_list_of_very_many_the_first_are_looked_at():
    assert cards.names([[f"a/b{number}"] for number in range(300_000)]) == ([f"a/b{number}" for number in range(cards.MOST_NAMES)], [])
    assert len(cards.files({"siblings": [{"rfilename": "a.bin"}] * 300_000})) == cards.MOST_FILES


def test_a_path_that_no_disk_takes_is_no_file():
    assert cards.files({"siblings": [{"rfilename": f"{'optim_' * 500_000}/"}, {"rfilename": "model.bin"}, {"rfilename": 7}, 7]}) == ["model.bin"]


@pytest.mark.parametrize(
    ("card", "tags", "files", "relation"),
    [
        ({}, [], [], ""),
        ({"base_model_relation": "merge"}, [], [], "merge"),
        ({"base_model_relation": 7}, ["base_model:quantized:a/b"], [], "quantized"),
        ({}, ["base_model:a/b", "base_model:finetune:a/b", "base_model:adapter:a/b"], [], "adapter"),
        ({}, [7, None], ["adapter_config.json"], "adapter"),
        ({"base_model": "a/b"}, [], ["model-q4.gguf"], "quantized"),
        ({"base_model": "a/b"}, [], ["model-q4.gguf", "model.safetensors"], ""),
        ({}, [], ["model-q4.gguf"], ""),
    ],
)
def test_a_copy_is_told_from_a_model_by_the_card_the_tags_or_its_files(card, tags, files, relation):
    assert cards.relation(card, tags, files) == relation


def test_a_text_of_a_card_is_a_phrase_and_no_text_is_none():
    assert [cards.text(value) for value in (None, " ", [], {}, 1.0, ["a"], "x" * 999)] == [None, None, None, None, "1.0", "['a']", "x" * 149 + "…"]


def test_a_text_of_others_that_is_odd_is_kept_on_one_line():
    assert HubFacts.model_validate({"id": "a/b", "sha": "0" * 40, "license-name": "a\n::error::b", "license": [" "]}).license_name == "a ::error::b"


def test_each_file_of_a_record_that_may_have_very_many_is_looked_at_once(monkeypatch):
    seen = []
    monkeypatch.setattr(cards, "is_weights", lambda path: not seen.append(path))
    files = [{"rfilename": f"f{number}.bin"} for number in range(100)]
    assert huggingface.facts_of({"id": "a/b", "sha": "a" * 40, "siblings": files}).weight_files == 100
    assert len(seen) == 100
