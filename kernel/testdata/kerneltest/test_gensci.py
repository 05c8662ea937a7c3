"""Jupyter's own suite for kernels, jupyter_kernel_test, with samples in Go.

TestJupyterKernelTest in kernel/jupytertest_test.go runs it. By hand, with the kernel installed:

    pip install -r requirements.txt
    python -m unittest -v test_gensci

Run as a program it prints a line of JSON for what happens to each test, after PREFIX; kernels write to the same output.
"""

import json
import signal
import sys
import unittest

import jupyter_kernel_test as suite  # not its classes: unittest would run them too

PREFIX = "unittest: "
EXECUTE_LIMIT = 45  # seconds for a cell; the suite's 15 are short for a first link on a busy machine
TEST_LIMIT = 60  # seconds for a test; some of the suite's waits have no limit
MORE_LIMIT = 5  # seconds for what is left of a test after that: a subtest that fails does not end its test


class TimeLimit(unittest.TestCase):
    """Ends a test that hangs, so that the others still run."""

    def setUp(self):
        signal.signal(signal.SIGALRM, self.expired)
        signal.setitimer(signal.ITIMER_REAL, TEST_LIMIT, MORE_LIMIT)
        self.addCleanup(signal.setitimer, signal.ITIMER_REAL, 0)

    def expired(self, *_):
        raise TimeoutError(f"no end in {TEST_LIMIT} seconds")


class GensciTests(TimeLimit, suite.KernelTests):
    kernel_name = "gensci"
    language_name = "go"
    file_extension = ".go"

    code_hello_world = '%%\nfmt.Println("hello, world")'
    code_stderr = '%%\nfmt.Fprintln(os.Stderr, "a warning")'
    code_generate_error = '%%\nvar n int = "text"\nfmt.Println(n)'
    code_clear_output = '%%\nfmt.Println("gone")\nnb.ClearOutput()\nfmt.Println("stays")'

    code_execute_result = [
        {"code": "%%\nnb.ExecuteResult(6 * 7)", "result": "42"},
        {"code": '%%\nnb.ExecuteResult("text")', "result": "text"},
        {"code": "func twice(x int) int { return 2 * x }\n\n%%\nnb.ExecuteResult([]int{1, twice(1)})", "result": "[1 2]"},
    ]
    code_display_data = [
        {"code": "%%\nnb.Show(3.25)", "mime": "text/plain"},
        {"code": '%%\nnb.Table([]string{"n"}, [][]any{{1}})', "mime": "text/html"},
        {
            "code": 'import (\n\t"github.com/gensci/gensci/plots"\n\t"gonum.org/v1/gonum/mat"\n)\n\n'
            "%%\nnb.Plot(plots.Samples(mat.NewDense(2, 2, []float64{0, 0, 1, 1})))",
            "mime": "image/svg+xml",
        },
    ]

    # A package with its import, one without, a name of the cell itself, and one that does not exist.
    completion_samples = [
        {"text": 'import "strings"\n\n%%\nstrings.ToUpperSpec', "matches": {"ToUpperSpecial"}},
        {"text": "%%\nfmt.Fprintl", "matches": {"Fprintln"}},
        {"text": "func thriceAsMuch(x int) int { return 3 * x }\n\n%%\nthriceAs", "matches": {"thriceAsMuch"}},
        {"text": "%%\nfmt.NoSuchName", "matches": set()},
    ]
    complete_code_samples = [
        "",
        "x := 1",
        "func f() {}\n\n%%\nf()",
        'import "fmt"',
        "%%\nfor i := range 3 {\n\tfmt.Println(i)\n}",
        "!ls",
    ]
    incomplete_code_samples = ["for {", "func f(", "x := 1 +", "s := `a", "/* open", "import (", "%%"]
    invalid_code_samples = ["}", "x := )", "f(]", 's := "open']

    code_inspect_sample = 'import "fmt"\n\n%%\nfmt.Println'

    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "*nb.ExecuteResult(? ??7)"  # the first of code_execute_result, and no other

    def execute_helper(self, code, timeout=EXECUTE_LIMIT, **options):
        return super().execute_helper(code, timeout=timeout, **options)


class WelcomeTests(TimeLimit, suite.IopubWelcomeTests):
    kernel_name = "gensci"
    support_iopub_welcome = True


class Lines(unittest.TestResult):
    """Prints what happens as it happens: a test that has begun and has no verdict is the one that hangs."""

    def say(self, event, test, text=""):
        print(PREFIX + json.dumps({"event": event, "test": str(test), "text": text}), flush=True)

    def startTest(self, test):
        super().startTest(test)
        self.say("begin", test)

    def addSuccess(self, test):
        super().addSuccess(test)
        self.say("ok", test)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.say("skip", test, reason)

    def addError(self, test, err):  # also of setUpClass
        super().addError(test, err)
        self.say("error", test, self.errors[-1][1])

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.say("failure", test, self.failures[-1][1])

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.say("failure", subtest, (self.failures + self.errors)[-1][1])


if __name__ == "__main__":
    result = Lines()
    unittest.defaultTestLoader.loadTestsFromModule(sys.modules[__name__]).run(result)
    result.say("end", result.testsRun)
