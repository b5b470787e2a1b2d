"""Asks a running service with OpenAI's own Python client, and fails where an answer is not as the client promises.

    pip install openai
    python benchmarks/src/main/python/openai_client.py http://127.0.0.1:8080/openai/v1 --text MODEL [--chat MODEL] [--embed MODEL]

The models are names of the service's catalogue: one that continues texts, one with a chat template, one that embeds.
"""

import argparse
import concurrent.futures
import math
import os

import openai


def texts(client: openai.OpenAI, model: str) -> None:
    ask = {"model": model, "prompt": "Once upon a time", "max_tokens": 24, "temperature": 0}
    whole = client.completions.create(**ask)
    assert whole.choices[0].finish_reason in ("length", "stop") and whole.usage.completion_tokens <= 24
    pieces = list(client.completions.create(**ask, stream=True))
    assert "".join(piece.choices[0].text for piece in pieces) == whole.choices[0].text
    scored = client.completions.create(**ask, logprobs=2, echo=True)
    assert scored.choices[0].text.endswith(whole.choices[0].text)
    scores = scored.choices[0].logprobs
    assert len(scores.tokens) == len(scores.token_logprobs) and scores.token_logprobs[0] is None
    assert all(score <= 0 for score in scores.token_logprobs[1:])
    drawn = [client.completions.create(model=model, prompt="Tom", max_tokens=16, n=2, seed=5) for _ in range(2)]
    assert [c.text for c in drawn[0].choices] == [c.text for c in drawn[1].choices]
    stopped = client.completions.create(**ask, stop=[whole.choices[0].text[5:9]])
    assert stopped.choices[0].finish_reason == "stop" and whole.choices[0].text.startswith(stopped.choices[0].text)


def streams(client: openai.OpenAI, model: str) -> None:
    """32 at once: none is mixed up with another."""
    prompts = ["Tom had a", "The sun was", "Mom said", "Once upon a time"] * 8

    def one(prompt: str) -> str:
        answer = client.completions.create(model=model, prompt=prompt, max_tokens=24, temperature=0, stream=True)
        return "".join(piece.choices[0].text for piece in answer)

    alone = {prompt: one(prompt) for prompt in set(prompts)}
    with concurrent.futures.ThreadPoolExecutor(len(prompts)) as pool:
        assert list(pool.map(one, prompts)) == [alone[prompt] for prompt in prompts]


def chats(client: openai.OpenAI, model: str) -> None:
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hello"}]
    ask = {"model": model, "messages": messages, "max_completion_tokens": 16, "temperature": 0}
    whole = client.chat.completions.create(**ask, logprobs=True, top_logprobs=3)
    assert whole.choices[0].message.role == "assistant"
    assert len(whole.choices[0].logprobs.content) == whole.usage.completion_tokens
    pieces = list(client.chat.completions.create(**ask, stream=True, stream_options={"include_usage": True}))
    text = "".join(piece.choices[0].delta.content or "" for piece in pieces if piece.choices)
    assert text == whole.choices[0].message.content
    assert pieces[-1].usage.completion_tokens == whole.usage.completion_tokens
    fails(openai.BadRequestError, lambda: client.chat.completions.create(**ask, tools=[{"type": "function"}]))


def embeddings(client: openai.OpenAI, model: str) -> None:
    packed = client.embeddings.create(model=model, input=["one text", "another"])
    plain = client.embeddings.create(model=model, input=["one text", "another"], encoding_format="float")
    for first, second in zip(packed.data, plain.data, strict=True):
        assert all(math.isclose(a, b, abs_tol=1e-6) for a, b in zip(first.embedding, second.embedding, strict=True))


def fails(error: type[Exception], call) -> Exception:
    try:
        call()
    except error as expected:
        return expected
    raise AssertionError(f"no {error.__name__}")


def errors(client: openai.OpenAI, model: str) -> None:
    unknown = fails(openai.NotFoundError, lambda: client.completions.create(model="none", prompt="x"))
    assert unknown.code == "model_not_found"
    fails(openai.BadRequestError, lambda: client.completions.create(model=model, prompt="x", temperature=3))
    fails(openai.NotFoundError, lambda: client.models.retrieve("none"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("--text", required=True)
    parser.add_argument("--chat")
    parser.add_argument("--embed")
    asked = parser.parse_args()
    key = os.environ.get("SCRIPTORIUM_KEY", "none")
    client = openai.OpenAI(base_url=asked.address, api_key=key, max_retries=0, timeout=120)
    names = [model.id for model in client.models.list()]
    assert asked.text in names
    checks = [(texts, asked.text), (streams, asked.text), (errors, asked.text)]
    checks += [(chats, asked.chat)] if asked.chat else []
    checks += [(embeddings, asked.embed)] if asked.embed else []
    for check, model in checks:
        check(client, model)
        print(f"{check.__name__} with {model}: as promised")


if __name__ == "__main__":
    main()
