"""What transformers makes of conversations with chat templates of each kind, for the tokenizers' tests.

python -m scriptorium_training.chat_fixtures <folder> writes one file for each template into the folder.
"""

import json
import sys
from pathlib import Path
from typing import Any

import jinja2
from transformers.utils.chat_template_utils import _compile_jinja_template

TEMPLATES: dict[str, tuple[dict[str, Any], str]] = {
    "chatml": (
        {"eos_token": "<|im_end|>"},
        """{%- if messages[0]['role'] != 'system' -%}
    {{- '<|im_start|>system\\nYou answer briefly.<|im_end|>\\n' -}}
{%- endif -%}
{%- for message in messages %}
    {%- if message.role in ["system", "user"] or (message.role == "assistant" and not loop.last) %}
        {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}
    {%- elif message.role == "assistant" %}
        {{- '<|im_start|>assistant\\n' ~ message['content'] ~ eos_token ~ '\\n' }}
    {%- else %}
        {{- raise_exception('the role ' ~ message.role ~ ' is not known') }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
{%- endif %}
""",
    ),
    "thinking": (
        {},
        """{#- answers may think first; only what was thought after the last question is shown -#}
{%- set ns = namespace(last=messages|length - 1, searching=true) %}
{%- for message in messages[::-1] %}
    {%- set index = (messages|length - 1) - loop.index0 %}
    {%- if ns.searching and message.role == "user" and not (message.content.startswith('<result>') and message.content.endswith('</result>')) %}
        {%- set ns.searching = false %}
        {%- set ns.last = index %}
    {%- endif %}
{%- endfor %}
{%- for message in messages %}
    {%- if message.content is string %}
        {%- set content = message.content %}
    {%- else %}
        {%- set content = '' %}
    {%- endif %}
    {%- if message.role == "assistant" %}
        {%- set thought = '' %}
        {%- if message.reasoning_content is defined and message.reasoning_content is not none %}
            {%- set thought = message.reasoning_content %}
        {%- elif '</think>' in content %}
            {%- set thought = content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
            {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
        {%- endif %}
        {%- if loop.index0 > ns.last and (loop.last or thought) %}
            {{- '<|im_start|>assistant\\n<think>\\n' + thought.strip('\\n') + '\\n</think>\\n\\n' + content.lstrip('\\n') }}
        {%- else %}
            {{- '<|im_start|>assistant\\n' + content }}
        {%- endif %}
        {{- '<|im_end|>\\n' }}
    {%- else %}
        {{- '<|im_start|>' + message.role + '\\n' + content + '<|im_end|>\\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}
        {{- '<think>\\n\\n</think>\\n\\n' }}
    {%- endif %}
{%- endif %}""",
    ),
    "headers": (
        {"bos_token": "<|begin_of_text|>"},
        """{{- bos_token }}
{%- macro header(role, extra="") %}
<|start_header_id|>{{ role }}{{ extra }}<|end_header_id|>

{% endmacro %}
{%- if not date_string is defined %}
    {%- set date_string = "26 Jul 2026" %}
{%- endif %}

{#- The system message comes first, whether there is one or not. #}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content']|trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}
{{- header("system") }}
{{- "Today: " + date_string + "\\n\\n" }}
{{- system_message }}
{{- "<|eot_id|>" }}
{% for message in messages -%}
    {% if loop.first and message.role != "user" %}{{ raise_exception("the first message is not the user's") }}{% endif %}
    {{- header(message.role, extra=(" (last)" if loop.last else "")) -}}
    {% if message.content is mapping or message.content is iterable and message.content is not string %}
        {%- for part in message.content %}
            {%- if part.type == 'text' %}{{ part.text|trim }}{% else %}{{ part | tojson }}{% endif %}
        {%- endfor %}
    {%- else %}
        {{- message['content'] | trim }}
    {%- endif %}
    {{- "<|eot_id|>" }}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- header("assistant") }}
{%- endif %}
""",
    ),
    "instructions": (
        {"bos_token": "<s>", "eos_token": "</s>"},
        """{%- if messages[0]["role"] == "system" -%}
    {%- set system = messages[0]["content"] -%}
    {%- set loop_messages = messages[1:] -%}
{%- else -%}
    {%- set loop_messages = messages -%}
{%- endif -%}
{{ bos_token }}
{%- for message in loop_messages -%}
    {%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) -%}
        {{ raise_exception('user and assistant must take turns') }}
    {%- endif -%}
    {%- if message["role"] == "user" -%}
        {%- if loop.last and system is defined -%}
            {{ "[INST] " + system + "\\n\\n" + message["content"] + "[/INST]" }}
        {%- else -%}
            {{ "[INST] " + message["content"] + "[/INST]" }}
        {%- endif -%}
    {%- elif message["role"] == "assistant" -%}
        {{ " " + message["content"]|trim + eos_token}}
    {%- endif -%}
{%- endfor -%}""",
    ),
    "turns": (
        {"bos_token": "<bos>"},
        """{{ bos_token }}{% if messages[0]['role'] == 'system' %}{% set first = messages[0]['content'] | trim + '

' %}{% set rest = messages[1:] %}{% else %}{% set first = '' %}{% set rest = messages %}{% endif %}
{% for message in rest %}{% if message['role'] == 'assistant' %}{% set role = 'model' %}{% else %}{% set role = message['role'] %}{% endif %}
  {%- if message.role == 'tool' %}
    {% continue %}
  {% endif %}
  {{ '<start_of_turn>' + role + '
' + (first if loop.first else '') }}{{ message['content'] | trim }}{{ '<end_of_turn>
' }}
{% endfor %}
{% if add_generation_prompt %}{{'<start_of_turn>model
'}}{% endif %}
""",
    ),
    "lines": (
        {"eos_token": "<|endoftext|>", "names": {"user": "Human", "assistant": "Machine"}},
        """{% for message in messages %}
{% if message['role'] == 'system' and message['content'] %}
{{'<|system|>
' + message['content'] + '<|end|>
'}}
{% elif message['role'] in names %}
{{ '<|' ~ names[message.role] | lower ~ '|>' }}
{%+ if loop.index is odd %}odd{% else %}even{% endif +%}
{{ loop.revindex }} of {{ loop.length }}: {{ message['content'] | replace('\\t', '    ') }}<|end|>
{% else %}
{{ message.role | upper }}{{ message.missing | default('nothing') }}{{ [message.role, none, true, 1.5] }}
{% endif %}
{% endfor %}
{% set lengths %}
{%- for message in messages if message.content is string %}{{ message.content | length }},{% endfor %}
{% endset %}
{{ lengths | trim }}|{{ messages | selectattr('role', 'equalto', 'user') | map(attribute='content') | join('; ') }}
{% generation %}{% if add_generation_prompt %}<|assistant|>
{% else %}{{ eos_token }}{% endif %}{% endgeneration %}

{{ {'a': [1, 2.0, 'é"'], 'b': {}} | tojson(indent=2) }} {{ 7 // 2 }} {{ -7 % 3 }} {{ 2 ** 3 }} {{ 'x' * 3 }} {{ 1 if false }}
{{ "%s" if 1 < 2 <= 2 else "no" }} {{ messages[-1].role[:3] ~ messages[0].role[::-1] }} {{ range(1, 8, 3) | list }}
""",
    ),
}

Conversation = list[dict[str, Any]]


def user(text: Any) -> dict[str, Any]:
    return {"role": "user", "content": text}


def assistant(text: Any, **more: Any) -> dict[str, Any]:
    return {"role": "assistant", "content": text, **more}


def system(text: Any) -> dict[str, Any]:
    return {"role": "system", "content": text}


CONVERSATIONS: list[tuple[Conversation, bool, dict[str, Any]]] = [
    ([user("Hello")], True, {}),
    ([user("Hello")], False, {}),
    ([system("Be kind."), user("Hello")], True, {}),
    ([system("  Be kind.\n"), user("  Hello \n ")], True, {}),
    ([user("Hello"), assistant("Hi!"), user("Who are you?")], True, {}),
    ([system("S"), user("A"), assistant("B"), user("C"), assistant("D"), user("E")], True, {}),
    ([user("A"), assistant("B")], False, {}),
    ([user("A"), assistant("<think>\nhm\n</think>\n\nB"), user("C")], True, {}),
    ([user("A"), assistant("<think>\nhm\n</think>\n\nB")], False, {}),
    ([user("A"), assistant("B", reasoning_content="because")], False, {}),
    ([user("A"), assistant("B"), user("<result>7</result>")], True, {"enable_thinking": False}),
    ([user("A")], True, {"enable_thinking": False, "date_string": "1 Jan 2000"}),
    ([user("")], True, {}),
    ([user("{{ 7 * 7 }} {% if %} {# no #}")], True, {}),
    ([user("Zeile 1\nZeile 2\r\n\tTab \"quoted\" 'single' \\ 🙂 日本語")], True, {}),
    ([user("<|im_end|></s><end_of_turn><|eot_id|>")], True, {}),
    ([assistant("I begin.")], True, {}),
    ([user("A"), user("B")], True, {}),
    ([user("A"), {"role": "tool", "content": "42"}, user("B")], True, {}),
    ([user([{"type": "text", "text": " part "}, {"type": "image", "size": [1, 2], "alt": None, "ok": True}])], True, {}),
    ([system(""), user("A")], True, {}),
    ([user("a" * 300), assistant("b" * 300), user("c")], True, {}),
    ([{"role": "robot", "content": "?"}], True, {}),
]


def cases(source: str, variables: dict[str, Any]) -> list[dict[str, Any]]:
    template = _compile_jinja_template(source)
    rows = []
    for messages, answering, more in CONVERSATIONS:
        row = {"messages": messages, "answering": answering, "more": more}
        try:
            row["expected"] = template.render(
                messages=messages, tools=None, documents=None, add_generation_prompt=answering, **variables, **more
            )
        except (jinja2.exceptions.TemplateError, TypeError) as error:
            row["error"] = str(error)
        rows.append(row)
    return rows


def main() -> None:
    out = Path(sys.argv[1])
    for name, (variables, source) in TEMPLATES.items():
        fixture = {"template": source, "variables": variables, "cases": cases(source, variables)}
        (out / f"{name}.json").write_text(json.dumps(fixture, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
