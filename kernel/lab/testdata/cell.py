"""Runs a cell as a browser does: python cell.py BASE TOKEN KERNEL CODE. Prints what the cell writes."""

import json
import sys
import uuid

import websocket  # a dependency of jupyter_server

base, token, kernel, code = sys.argv[1:]
socket = websocket.create_connection(
    f"ws{base.removeprefix('http')}api/kernels/{kernel}/channels",
    timeout=120,
    header=[f"Authorization: token {token}"],
)
mine = uuid.uuid4().hex
socket.send(
    json.dumps(
        {
            "channel": "shell",
            "header": {"msg_id": mine, "msg_type": "execute_request", "username": "", "session": uuid.uuid4().hex, "version": "5.4"},
            "parent_header": {},
            "metadata": {},
            "content": {"code": code, "silent": False, "store_history": False, "user_expressions": {}, "allow_stdin": False},
        }
    )
)
while True:
    message = json.loads(socket.recv())
    if message["parent_header"].get("msg_id") != mine:
        continue
    if message["msg_type"] == "stream":
        print(message["content"]["text"], end="")
    if message["msg_type"] == "error":
        sys.exit("\n".join(message["content"]["traceback"]))
    if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
        break
