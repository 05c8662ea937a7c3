"""Moves controls of live cells in JupyterLab, by keyboard, and looks at what stands below them: python controls.py PICTURES

Pictures go into a folder: as the cell shows it, moved, in the dark, on a telephone, and on a
page that was loaded anew."""

import os
import pathlib
import sys
import time

import nbformat
from playwright.sync_api import sync_playwright

import lab

NAME = "controls-live.ipynb"
CELLS = [
    "amplitude := 2.0",
    """nb.Interact(func(freq float64, kind string, damped bool) {
	f := math.Sin
	if kind == "cos" {
		f = math.Cos
	}
	var x, y []float64
	for i := range 201 {
		t := float64(i) / 100
		a := amplitude
		if damped {
			a *= math.Exp(-t)
		}
		x, y = append(x, t), append(y, a*f(2*math.Pi*freq*t))
	}
	fmt.Printf("%s of frequency %.2f, %v\\n", kind, freq, damped)
	nb.Plot(plots.Line(x, y).Labels("t / s", "amplitude").YLim(-3, 3))
}, nb.Slider{Name: "freq", Min: 0.1, Max: 5, Step: 0.1, Value: 1}, nb.Choice{Name: "kind", Options: []string{"sin", "cos"}}, nb.Checkbox{Name: "damped"})""",
]


def notebook():
    n = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in CELLS])
    n.metadata["kernelspec"] = {"name": "gensci", "display_name": "Go (gensci)", "language": "go"}
    nbformat.write(n, NAME)


class Page:
    def __init__(self, page, url, pictures):
        self.page, self.url, self.pictures = page, url, pathlib.Path(pictures)

    def picture(self, name):
        self.page.screenshot(path=str(self.pictures / f"controls-{name}.png"))

    def shows(self, text, where=".jp-OutputArea"):
        """Waits until the cell shows a text, and returns how long that took, in milliseconds."""
        begin = time.perf_counter()
        self.page.locator(f"{where} >> text={text}").first.wait_for(timeout=120_000)
        return 1000 * (time.perf_counter() - begin)

    def press(self, key, text):
        self.page.locator(".widget-slider .noUi-handle").first.focus()
        self.page.keyboard.press(key)
        return self.shows(text)

    def save(self):
        self.page.keyboard.press("Control+s")
        self.page.wait_for_selector(".jp-mod-current:not(.jp-mod-dirty)", timeout=60_000)


def saved():
    """The saved notebook has the values in a line, and a picture for readers without widgets."""
    for _ in range(100):  # it is saved in the background
        outputs = nbformat.read(NAME, as_version=4).cells[1].outputs
        if outputs:
            break
        time.sleep(0.1)
    box, text, picture = [o.data for o in outputs]
    if box["text/plain"] != "freq = 1, kind = sin, damped = false (at first)" or "application/vnd.jupyter.widget-view+json" not in box:
        sys.exit(f"saved controls: {box}")
    if text["text/plain"] != "cos of frequency 1.50, true" or not any(kind.startswith("image/") for kind in picture):
        sys.exit(f"saved below the controls: {text}, {list(picture)}")


def try_out(p):
    p.shows("sin of frequency 1.00, false")
    p.picture("first")
    took = [p.press("ArrowRight", f"sin of frequency {1 + 0.1 * n:.2f}") for n in range(1, 6)]
    print("JupyterLab: from the key to the text below the slider, ms:", " ".join(f"{t:.0f}" for t in took), flush=True)
    p.page.locator(".widget-dropdown select").select_option("cos")
    p.shows("cos of frequency 1.50, false")
    p.page.locator(".widget-checkbox input").check()
    p.shows("cos of frequency 1.50, true")
    p.picture("moved")
    p.save()
    saved()
    p.page.click('.lm-MenuBar-itemLabel:text-is("Settings")')
    p.page.hover('.lm-Menu-itemLabel:text-is("Theme")')
    p.page.click('.lm-Menu-itemLabel:text-is("JupyterLab Dark")')
    p.page.wait_for_selector('body[data-jp-theme-light="false"]', state="attached")
    p.picture("dark")
    p.page.set_viewport_size({"width": 390, "height": 844})
    p.page.keyboard.press("Control+b")  # the notebook alone
    p.page.locator(".widget-slider").scroll_into_view_if_needed()
    p.picture("telephone")
    p.page.set_viewport_size({"width": 1300, "height": 1600})
    p.page.keyboard.press("Control+b")


def loaded_anew(p):
    p.page.reload()
    p.page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=120_000)
    p.page.locator(".widget-slider .noUi-handle").first.wait_for(timeout=120_000)
    p.press("ArrowLeft", "cos of frequency 1.40, true")
    p.shows("For pages that were loaded after the cell ran")
    p.picture("anew")


def main(pictures):
    notebook()
    lab.settings()
    server, url = lab.serve()
    try:
        with sync_playwright() as p:
            browser = p.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"])
            page = Page(browser.new_page(viewport={"width": 1300, "height": 1600}), url, pictures)
            lab.run(page.page, url, NAME)
            try_out(page)
            loaded_anew(page)
            browser.close()
    finally:
        server.terminate()
        server.wait(30)
    print("JupyterLab: controls can be moved, also on a page that was loaded anew")


if __name__ == "__main__":
    main(sys.argv[1])
