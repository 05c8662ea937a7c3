"""Has nbgrader make a release of a sheet, or grade hand-ins of it, in the course folder that is the working directory.

usage: interop.py SHEET [STUDENT...]
Without students it makes the release. It prints one line of JSON: what nbgrader logged, by student ("" for the release).
"""

import json
import sys

from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import CheckCellMetadata, SaveAutoGrades
from traitlets.config.loader import PyFileConfigLoader

config = PyFileConfigLoader("nbgrader_config.py").load_config()
config.CourseDirectory.root = "."
# No cells are run: this is about metadata.
config.Autograde.autograde_preprocessors = [SaveAutoGrades, CheckCellMetadata]

api = NbGraderAPI(CourseDirectory(config=config), config=config)
sheet, students = sys.argv[1], sys.argv[2:]
logs = {}
for student in students or [""]:
    result = api.autograde(sheet, student) if student else api.generate_assignment(sheet)
    logs[student] = result["log"]
    if not result["success"]:
        sys.exit(f"nbgrader failed: {result.get('error')}\n{result['log']}")
print(json.dumps(logs))
