"""OpenAI's own package against the lab, for the tests of its endpoints."""

import asyncio

import openai
import pytest

# A day on which the newer models are there.
LATER = {"x-lab-as-of": "2026-11-01"}


def client_of(lab, **options):
    return openai.OpenAI(base_url=f"{lab.url}/v1", api_key=lab.openai_key, max_retries=0, **options)


def run_async(lab, work):
    """Gives what the coroutine function `work` makes of an asynchronous client."""

    async def run():
        async with openai.AsyncOpenAI(base_url=f"{lab.url}/v1", api_key=lab.openai_key, max_retries=0) as client:
            return await work(client)

    return asyncio.run(run())


def refusal(call, error=openai.BadRequestError):
    """The typed error that `call` raises."""
    with pytest.raises(error) as caught:
        call()
    assert caught.value.body.keys() == {"message", "type", "param", "code"}
    return caught.value
