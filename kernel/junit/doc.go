// Package junit writes reports of runs as continuous integration reads them: a testsuite for each notebook, a testcase for each code cell.
//
//	err := junit.Write("report.xml", []junit.Suite{junit.Of("22-flows", result, err)})
//
// There is no standard. What is written is what the tools agree on: testsuites > testsuite > testcase > failure, error, skipped, system-out,
// system-err, with times in seconds. References: the JUnit 10 schema of Jenkins' xUnit plugin; Apache Ant's JUnitReport task, from which all
// of them stem.
package junit
