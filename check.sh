#!/usr/bin/env bash
# The rules that a machine can hold, one step each. Run it before every commit; .ci/run does.
#   ./check.sh            all steps: half a minute once built
#   ./check.sh format     one step: format vet shadow staticcheck modules nocgo rules files
# Every step runs; the exit status is 1 if one failed. What is not checked here is advice: see CONTRIBUTING.md.
set -euo pipefail
cd "$(dirname "$0")"

# The tools are pinned in tools/go.mod, a module of its own so that nobody who uses the library gets them.
tool() { go build -C tools -o "$PWD/bin/" "$1" && printf '%s\n' "$PWD/bin/${1##*/}"; }

step_format() { # gofumpt: one way to write Go
	local gofumpt bad
	gofumpt=$(tool mvdan.cc/gofumpt)
	bad=$(git ls-files -z -co --exclude-standard '*.go' | existing | xargs -0r "$gofumpt" -l)
	[ -z "$bad" ] || { printf '%s\n' "$bad"; echo "mend with: bin/gofumpt -w FILE"; return 1; }
}

step_vet() { go vet ./...; }

step_shadow() { # an inner err that hides the outer one
	local shadow
	shadow=$(tool golang.org/x/tools/go/analysis/passes/shadow/cmd/shadow)
	go vet -vettool="$shadow" ./...
}

step_staticcheck() {
	local staticcheck
	staticcheck=$(tool honnef.co/go/tools/cmd/staticcheck)
	"$staticcheck" ./...
}

step_modules() { # go.mod and go.sum say what is used, no more and no less
	go mod tidy -diff
}

step_nocgo() { # a machine without a C compiler builds everything, without any tag
	CGO_ENABLED=0 go build ./...
}

step_rules() { # import rules, package comments, notebooks without outputs
	go test ./internal/archtest
}

step_files() { # what a repository has, and what it has not
	local f big
	for f in LICENSE NOTICE README.md ARCHITECTURE.md CONTRIBUTING.md CHANGELOG.md CITATION.cff; do
		[ -s "$f" ] || { echo "$f is missing or empty"; return 1; }
	done
	grep -q 'Apache License' LICENSE || { echo "LICENSE is not the Apache License 2.0"; return 1; }
	big=$(git ls-files -z | existing | xargs -0r -I{} find {} -maxdepth 0 -size +5M)
	[ -z "$big" ] || { printf 'over 5 MB, keep it out of git: %s\n' "$big"; return 1; }
}

# existing passes on the names, ended by NUL, of files that are there: git lists deleted ones until they are committed.
existing() { while IFS= read -r -d '' f; do [ ! -f "$f" ] || printf '%s\0' "$f"; done; }

failed=()
steps=("$@")
[ $# -gt 0 ] || steps=(format vet shadow staticcheck modules nocgo rules files)
for s in "${steps[@]}"; do
	declare -F "step_$s" >/dev/null || { sed -n '2,5p' "$0"; exit 2; }
	start=$SECONDS
	# A subshell of its own with set -e: "if ! step_x" would switch it off inside.
	set +e; (set -e; "step_$s"); rc=$?; set -e
	if [ $rc = 0 ]; then verdict=ok; else verdict=FAILED; failed+=("$s"); fi
	printf 'check: %-12s %-6s %3d s\n' "$s" "$verdict" $((SECONDS - start))
done
[ ${#failed[@]} = 0 ] || { echo "check: failed: ${failed[*]}"; exit 1; }
echo "check: all ok"
