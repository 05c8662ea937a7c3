"""Opens notebooks in JupyterLab with a browser, runs all cells and looks for errors: python lab.py PICTURES NOTEBOOK...

A picture of each notebook's last picture, with what is around it, goes into a folder. The notebooks must lie in the current folder; they are saved."""

import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import time
import urllib.request

import nbformat
from playwright.sync_api import sync_playwright

PATIENCE = 900  # seconds for all cells of a notebook
TOKEN = "a-token-of-this-run"


def settings():
    """What a first start would ask, and cells that are drawn only when they are scrolled to."""
    for plugin, values in {
        "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
        "notebook-extension/tracker": {"windowingMode": "none"},
    }.items():
        path = pathlib.Path.home() / ".jupyter/lab/user-settings/@jupyterlab" / (plugin + ".jupyterlab-settings")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))


def serve():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", "--no-browser", f"--port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}"],
        stdout=open("lab.log", "w"), stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}"
    for _ in range(600):
        if server.poll() is not None:
            sys.exit("JupyterLab ended:\n" + open("lab.log").read())
        try:
            urllib.request.urlopen(f"{url}/api?token={TOKEN}", timeout=5)
            return server, url
        except OSError:
            time.sleep(0.1)
    sys.exit("JupyterLab does not answer")


def run(page, url, name):
    page.goto(f"{url}/lab/workspaces/{name.partition('-')[0]}/tree/{name}?token={TOKEN}")  # a workspace without the notebooks before
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=120_000)
    page.wait_for_selector("text=/ \\| Idle/", timeout=120_000)  # in the status bar: there is a kernel, and it has answered
    page.click('.lm-MenuBar-itemLabel:text-is("Run")')
    page.click('.lm-Menu-item[data-command="runmenu:run-all"]')
    started = page.locator('.jp-InputPrompt:text-matches("\\\\[[*0-9]")')
    accept = page.locator(".jp-Dialog button.jp-mod-accept")
    started.first.or_(accept).first.wait_for(timeout=120_000)
    if accept.count():  # it wants to know which kernel, though it has one: the notebook was not connected yet
        accept.first.click()
    prompts = page.locator(".jp-CodeCell .jp-InputPrompt")
    deadline = time.time() + PATIENCE
    while True:
        shown = prompts.all_inner_texts()
        done = [bool(re.fullmatch(r"\[\d+\]:", text.strip())) for text in shown]
        if all(done) or page.locator('[data-mime-type="application/vnd.jupyter.error"]').count():
            break
        if time.time() > deadline:
            sys.exit(f"{name}: cells still run after {PATIENCE} s: {shown}")
        time.sleep(0.5)
    page.keyboard.press("Control+s")
    page.wait_for_selector(".jp-mod-current:not(.jp-mod-dirty)", timeout=60_000)
    return len(shown)


def check(name, cells):
    """The saved notebook has no error, and some picture."""
    for _ in range(100):  # it is saved in the background
        notebook = nbformat.read(name, as_version=4)
        code = [c for c in notebook.cells if c.cell_type == "code" and c.source.strip()]
        outputs = [o for c in code for o in c.outputs]
        if all(c.execution_count for c in code) and outputs:
            break
        time.sleep(0.1)
    errors = [o.evalue for o in outputs if o.output_type == "error"]
    if errors:
        sys.exit(f"{name}: {errors[0]}")
    if not all(c.execution_count for c in code):
        sys.exit(f"{name}: not all cells were saved with a number")
    pictures = [m for o in outputs for m in o.get("data", {}) if m.startswith("image/")]
    print(f"JupyterLab: {name}, {cells} code cells, no error, {len(pictures)} pictures", flush=True)


def main(pictures, names):
    settings()
    server, url = serve()
    try:
        with sync_playwright() as p:
            browser = p.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1300, "height": 1600})
            for name in names:
                cells = run(page, url, name)
                page.locator(".jp-OutputArea img").last.scroll_into_view_if_needed()
                page.screenshot(path=str(pathlib.Path(pictures) / (name.removesuffix(".ipynb") + ".png")))
                check(name, cells)
                for session in json.load(urllib.request.urlopen(f"{url}/api/sessions?token={TOKEN}")):
                    stop = urllib.request.Request(f"{url}/api/sessions/{session['id']}?token={TOKEN}", method="DELETE")
                    stop.add_header("Authorization", "token " + TOKEN)
                    urllib.request.urlopen(stop)
            browser.close()
    finally:
        server.terminate()
        server.wait(30)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
