# The settings that a course in Go needs, and no running of cells: the tests are about metadata.
from nbgrader.preprocessors import CheckCellMetadata, SaveAutoGrades

c = get_config()  # noqa: F821
c.ClearSolutions.code_stub = {"go": 'panic("not implemented")'}
c.Autograde.autograde_preprocessors = [SaveAutoGrades, CheckCellMetadata]
