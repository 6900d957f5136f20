"""Bodies are received whole, within limits; those that stall make room for those that come."""

import asyncio
from collections.abc import AsyncIterator, Iterable

import pytest

from vecu.site import request_bodies
from vecu.site.request_bodies import BodyCut, BodyTooLarge, RequestBodies

LIMITS = {"/files": 5_000_000, "/": 2_000_000}
MB = bytes(1_000_000)


class Client:
    """A client that sends some pieces, and the rest once it is told to."""

    def __init__(self, *pieces: bytes, then: Iterable[bytes] = (), stalls: bool = True) -> None:
        self.pieces, self.then, self.stalls = pieces, then, stalls
        self.read = 0
        self.stays = False
        self.go_on = asyncio.Event()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            self.read += 1
            yield piece
        if self.stalls:
            await self.go_on.wait()
        for piece in self.then:
            yield piece
        if self.stays:
            await asyncio.Event().wait()


def bodies(**limits) -> RequestBodies:
    return RequestBodies(LIMITS.__getitem__, **limits)


async def begin(desk: RequestBodies, client: Client, announced: int | None) -> asyncio.Task:
    """Start receiving, and return when the client has stalled."""
    task = asyncio.create_task(desk.receive(client, "/files", announced))
    for _turn in range(5):
        await asyncio.sleep(0)
    return task


def receive(client: Client, announced: int | None, path: str = "/files") -> bytes:
    return asyncio.run(bodies().receive(client, path, announced)).read()


def test_a_body_is_returned_whole_however_it_comes():
    assert receive(Client(b"ab", b"c", stalls=False), 3) == b"abc"
    assert receive(Client(b"ab", b"c", stalls=False), None) == b"abc"
    assert receive(Client(stalls=False), 0) == b""


def test_an_announced_body_that_is_too_large_is_refused_before_a_byte_of_it_is_read():
    client = Client(b"ab")
    with pytest.raises(BodyTooLarge):
        receive(client, 2_000_001, "/")

    assert client.read == 0


def test_each_address_has_its_own_limit():
    assert len(receive(Client(MB, MB, b"1", stalls=False), 2_000_001)) == 2_000_001


def test_of_a_body_in_chunks_no_more_is_read_than_its_address_accepts():
    client = Client(*[MB] * 9)
    with pytest.raises(BodyTooLarge):
        receive(client, None, "/")

    assert client.read == 3


def test_a_body_shorter_than_announced_is_cut():
    with pytest.raises(BodyCut):
        receive(Client(b"ab", stalls=False), 3)


def test_one_too_many_takes_the_place_of_the_one_that_has_stalled_longest():
    async def scene() -> None:
        desk = bodies(most_bodies=2)
        first, second = Client(b"a"), Client(b"b", then=[b"!"])
        stalled, lively = await begin(desk, first, 2), await begin(desk, second, 2)
        third = await begin(desk, Client(b"cd", stalls=False), 2)

        assert (await third).read() == b"cd"
        with pytest.raises(BodyCut):
            await stalled
        second.go_on.set()
        assert (await lively).read() == b"b!"

    asyncio.run(scene())


def test_progress_counts_not_who_came_first():
    async def scene() -> None:
        desk = bodies(most_bodies=2)
        first = Client(b"a", then=[b"b"])
        lively = await begin(desk, first, 3)
        stalled = await begin(desk, Client(b"c"), 2)
        first.stays = True
        first.go_on.set()
        await asyncio.sleep(0)
        await begin(desk, Client(b"x", stalls=False), 1)

        with pytest.raises(BodyCut):
            await stalled
        assert not lively.done()
        lively.cancel()

    asyncio.run(scene())


def test_those_that_stall_cannot_take_all_memory():
    async def scene() -> None:
        desk = bodies(most_bytes=3_000_000)
        stalled = [await begin(desk, Client(MB), 2_000_000) for _client in range(3)]
        whole = await (await begin(desk, Client(MB, b"1", stalls=False), 1_000_001))

        assert [task.done() for task in stalled] == [True, True, False]
        assert all(isinstance(task.exception(), BodyCut) for task in stalled[:2])
        desk.release(whole)
        assert desk._bytes == len(MB)  # of the one that still stalls
        stalled[2].cancel()

    asyncio.run(scene())


def test_without_anybody_to_give_up_the_newest_is():
    async def scene() -> None:
        desk = bodies(most_bytes=3_000_000)
        worked_on = await desk.receive(Client(MB, MB, stalls=False), "/files", 2_000_000)
        with pytest.raises(BodyCut):
            await desk.receive(Client(MB, MB, stalls=False), "/files", 2_000_000)
        desk.release(worked_on)
        assert desk._bytes == 0

    asyncio.run(scene())


@pytest.mark.parametrize(("idle", "done"), [(59, False), (61, True)])
def test_a_body_that_brings_nothing_for_a_minute_is_given_up(monkeypatch, idle, done):
    monkeypatch.setattr(request_bodies, "_LOOK", 0)

    async def scene() -> None:
        now = [0.0]
        desk = bodies(clock=lambda: now[0])
        stalled = await begin(desk, Client(b"a"), 2)
        now[0] += idle
        for _turn in range(5):
            await asyncio.sleep(0.001)
        assert stalled.done() is done
        stalled.cancel()

    asyncio.run(scene())


def test_a_request_that_is_cancelled_is_not_taken_for_a_body_that_was_cut():
    async def scene() -> None:
        desk = bodies()
        task = await begin(desk, Client(b"a"), 2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert desk._bytes == 0

    asyncio.run(scene())
