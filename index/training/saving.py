"""Writes a student as a sentence-transformers folder, with its transformer once more as ONNX for a reader without torch."""

import json
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from tokenizers.processors import TemplateProcessing
from torch import nn

from index.encoder import ONNX_FILE
from index.training.student import DIMENSION, Student

_MOST_TOKENS = 128


class _LastState(nn.Module):
    def __init__(self, body: nn.Module) -> None:
        super().__init__()
        self.body = body

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        states: torch.Tensor = self.body(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        return states


def save(student: Student, folder: Path) -> None:
    """float16 weights for sentence-transformers, int8 weights for onnxruntime."""
    folder.mkdir(parents=True, exist_ok=True)
    body = student.body.eval()
    body.half().save_pretrained(folder)
    body.float()
    tokenizer = Tokenizer.from_str(student.tokenizer.to_str())
    ends = [(name, tokenizer.token_to_id(name)) for name in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=ends)
    tokenizer.save(str(folder / "tokenizer.json"))
    names = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    _write(folder / "tokenizer_config.json", {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 128, **names})
    _write(folder / "sentence_bert_config.json", {"max_seq_length": _MOST_TOKENS, "do_lower_case": False})
    kinds = ("Transformer", ""), ("Pooling", "1_Pooling"), ("Normalize", "2_Normalize")
    modules = [
        {"idx": number, "name": str(number), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for number, (kind, path) in enumerate(kinds)
    ]
    _write(folder / "modules.json", modules)
    _write(folder / "config_sentence_transformers.json", {"prompts": {}, "similarity_fn_name": "cosine"})
    for _, path in kinds[1:]:
        (folder / path).mkdir(exist_ok=True)
    _write(folder / "1_Pooling" / "config.json", {"word_embedding_dimension": DIMENSION, "pooling_mode_mean_tokens": True})
    save_onnx(body, folder / ONNX_FILE)


def save_onnx(body: nn.Module, path: Path) -> None:
    """The transformer with int8 weights, for onnxruntime: token states out, for as many texts and tokens as there are."""
    path.parent.mkdir(exist_ok=True)
    full = path.with_name("full.onnx")
    ids, mask = torch.randint(5, 1000, (2, 9)), torch.ones(2, 9, dtype=torch.long)
    shape = {0: torch.export.Dim("batch"), 1: torch.export.Dim("tokens")}
    torch.onnx.export(
        _LastState(body),
        (ids, mask),
        str(full),
        input_names=["input_ids", "attention_mask"],
        output_names=["last_hidden_state"],
        dynamic_shapes={"input_ids": shape, "attention_mask": shape},
        dynamo=True,
        external_data=False,
    )
    quantize_dynamic(str(full), str(path), weight_type=QuantType.QInt8, per_channel=True)
    full.unlink()
    without_traces(path)


def without_traces(path: Path) -> None:
    """Takes out of an ONNX file where on this machine the code stood that made it: torch writes that at every node."""
    model = onnx.load(str(path))
    for part in (model, model.graph, *model.graph.node, *model.graph.value_info, *model.graph.initializer, *model.functions):
        part.ClearField("metadata_props")
        part.ClearField("doc_string")
    onnx.save(model, str(path))


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
