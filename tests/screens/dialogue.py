"""A station that says exactly what it is told to say, over the real wire: for what no simulator would say."""

import base64
import json
from typing import Any

import websockets


def dialled(stations_url: str, identity: str, password: str) -> websockets.connect:
    secret = base64.b64encode(f"{identity}:{password}".encode()).decode()
    return websockets.connect(
        f"{stations_url}/{identity}",
        subprotocols=[websockets.Subprotocol("ocpp1.6")],
        additional_headers={"Authorization": f"Basic {secret}"},
        compression=None,
        proxy=None,
    )


async def call(socket: websockets.ClientConnection, action: str, payload: dict[str, Any]) -> Any:
    """One call and its answer; what the server asks meanwhile is not supported."""
    await socket.send(json.dumps([2, action, action, payload]))
    while True:
        frame = json.loads(await socket.recv())
        if frame[0] == 2:
            await socket.send(json.dumps([4, frame[1], "NotSupported", "", {}]))
        elif frame[1] == action:
            return frame[2]
