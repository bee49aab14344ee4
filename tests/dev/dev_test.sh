#!/usr/bin/env bash
# Tests of the script `dev`, run in a copy of the repository's build files with stand-ins for the
# system's tools (dpkg-query, apt-get, id, cmake, ninja, ctest) that write down how they were called.
# Prints one line per test; exits 1 when one failed. Touches nothing outside its temporary folder.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

# stand_in NAME BODY: a program NAME that notes its arguments in $folder/calls, then does BODY.
stand_in() {
    printf '#!/bin/bash\necho "%s $*" >>"%s/calls"\n%s\n' "$1" "$folder" "$2" >"$folder/bin/$1"
    chmod +x "$folder/bin/$1"
}

# A fresh copy: Debian 12, root, everything installed, nothing built yet.
given() {
    rm -rf "$folder"/*
    mkdir -p "$folder/bin" "$folder/repo/build"
    cp "$root/dev" "$folder/repo/"
    mkdir -p "$folder/repo/tests/kafka"
    cp "$root/tests/kafka/pom.xml" "$folder/repo/tests/kafka/"
    cp -r "$root/cmake" "$folder/repo/"
    printf 'ID=debian\nVERSION_ID="12"\n' >"$folder/os-release"
    stand_in id 'echo 0'
    stand_in dpkg-query 'shift 2; for p; do [[ " $ABSENT " == *" $p "* ]] || echo "$p installed"; done'
    stand_in apt-get ''
    stand_in cmake 'p=$2; mkdir -p build/$p; printf "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD\nLEADLINE_TESTS:BOOL=${3#*=}\n" >build/$p/CMakeCache.txt; touch build/$p/build.ninja'
    stand_in ninja 'mkdir -p build/release; printf "#!/bin/bash\necho demo ran: \$*\n" >build/release/leadline; chmod +x build/release/leadline'
    stand_in java ''
    stand_in kcat ''
    stand_in mvn 'mkdir -p build/kafka/libs; touch build/kafka/libs/kafka.jar'
    stand_in ctest 'echo "100% tests passed, 0 tests failed out of 3"'
    absent=""
}

# dev ARGS: runs the script; its output is in $said, its exit code in $code, what it called in $calls.
dev() {
    said=$(cd "$folder" && ABSENT=$absent LEADLINE_OS_RELEASE=$folder/os-release \
        PATH=$folder/bin:$PATH ./repo/dev "$@" 2>&1)
    code=$?
    calls=$(cat "$folder/calls" 2>/dev/null)
    rm -f "$folder/calls"
}

then_code() { [[ $code == "$1" ]] || wrong="exit code $code instead of $1"; }
then_said() { [[ $said == *"$1"* ]] || wrong="did not say \"$1\""; }
then_called() { [[ $calls == *"$1"* ]] || wrong="did not call \"$1\""; }
then_not_called() { [[ $calls != *"$1"* ]] || wrong="called \"$1\""; }

ends() {
    if [[ -z ${wrong:-} ]]; then
        echo "passed: $1"
    else
        printf 'FAILED: %s\n  %s\n  said: %s\n  calls: %s\n' "$1" "$wrong" "$said" "$calls"
        failed=1
    fi
    wrong=""
}

given
dev run one two
then_code 0
then_said "demo ran: demo one two"
then_not_called "apt-get"
then_called "cmake --preset release -DLEADLINE_TESTS=OFF"
ends "run: with everything installed it builds and becomes the demo, and asks apt for nothing"

dev run
then_code 0
then_not_called "cmake --preset"
ends "run: the second time nothing is configured"

# The stand-in does as ninja does: asked by -n, it has nothing to do once the program is there.
given
stand_in ninja '[[ $* != *" -n "* ]] || { [[ -x build/release/leadline ]] && echo "ninja: no work to do."; exit 0; }
printf "#!/bin/bash\necho demo ran\n" >build/release/leadline; chmod +x build/release/leadline'
dev run
then_called "ninja -C build/release -j"
dev run
then_code 0
then_said "demo ran"
[[ $(cut -d" " -f1 <<<"$calls" | tr "\n" " ") == "dpkg-query ninja " ]] || wrong="called more than it must"
then_called "ninja -C build/release -n leadline"
ends "run: the second time asks what is installed and what is to be built, and does nothing else"

# In the repository itself, with the build that is there: --help ends the demo as soon as it begins.
# Only ninja's questions are let through. Time of the processor, since the machine may be busy.
given
real_ninja=$(type -P ninja)
stand_in apt-get 'exit 1'
stand_in cmake 'exit 1'
stand_in ninja "[[ \$* == *' -n '* ]] || exit 1; exec $real_ninja \"\$@\""
title="run: a second one in this repository reaches the demo with less than 5 s of work"
if [[ $real_ninja && $(cd "$root" && ninja -C build/release -n leadline 2>&1) == *"no work to do"* ]]; then
    second_run() {
        cd "$root" && LEADLINE_OS_RELEASE=$folder/os-release PATH=$folder/bin:$PATH \
            ./dev run --help >"$folder/said" 2>&1
    }
    TIMEFORMAT='%U %S'
    { time (second_run); } 2>"$folder/spent"
    code=$?
    said=$(cat "$folder/said")
    calls=$(cat "$folder/calls" 2>/dev/null)
    then_code 0
    then_said "leadline demo"
    then_not_called "apt-get"
    then_not_called "cmake --preset"
    then_not_called "ninja -C build/release -j"
    awk '{ exit !(NF == 2 && $1 + $2 < 5) }' "$folder/spent" ||
        wrong="took $(cat "$folder/spent") seconds of the processor, user and system"
    ends "$title"
else
    echo "skipped: $title (build/release is not there, or not up to date)"
fi

given
absent="librocksdb-dev mold"
dev run
then_called "install -y --no-install-recommends mold librocksdb-dev"
then_not_called "catch2"
ends "run: what is missing is installed, and only that"

given
absent="mold"
stand_in id 'echo 1000'
dev test
then_code 69
then_said "apt-get install -y --no-install-recommends mold"
then_not_called "apt-get"
ends "not root: the packages and the line that installs them are named, exit 69"

given
absent="mold"
stand_in apt-get 'exit 100'
dev run
then_code 69
ends "an apt-get that fails ends with 69"

given
dev test
then_code 0
then_called "cmake --preset release -DLEADLINE_TESTS=ON"
then_called "cmake --preset dev -DLEADLINE_TESTS=ON"
then_not_called "--preset clang"
[[ ${said##*$'\n'} == "100% tests passed, 0 tests failed out of 3" ]] || wrong="ends otherwise"
ends "test: builds release and dev, and ends with the summary of one run of ctest"

dev run
then_not_called "cmake --preset"
ends "run: after a test it does not configure the tests away"

given
dev test
then_code 0
then_called "mvn -q -B -f build/kafka/fetched.xml dependency:copy-dependencies"
dev test
then_code 0
then_not_called "mvn"
echo "<!-- changed -->" >>"$folder/repo/tests/kafka/pom.xml"
dev test
then_called "mvn"
dev run
then_not_called "mvn"
then_not_called "openjdk"
ends "test: the Kafka broker is fetched once, and again when its list changes; run wants none"

given
absent="maven openjdk-17-jre-headless"
dev test
then_called "install -y --no-install-recommends openjdk-17-jre-headless maven"
absent="maven"
dev test
then_not_called "apt-get"
ends "test: Maven is installed only when something is to be fetched"

given
stand_in mvn 'mkdir -p build/kafka/libs; echo no network; exit 1'
dev test
then_code 69
then_said "no network"
then_not_called "ctest"
dev test
then_called "mvn"
ends "test: a broker that cannot be fetched ends with 69, and is fetched the next time"

given
dev test --all
then_called "cmake --preset clang"
then_called "cmake --preset tsan"
then_called "-C Long"
ends "test --all: Clang, TSan and the long runs too"

given
stand_in ctest 'exit 8'
dev test
then_code 8
ends "test: a failing test is the exit code"

given
stand_in ninja 'exit 1'
dev test
then_code 1
then_not_called "ctest"
ends "test: what does not compile is not tested"

given
dev run
sed -i 's/INTERNAL=.*/INTERNAL=\/elsewhere/' "$folder/repo/build/release/CMakeCache.txt"
dev run
then_called "cmake --preset release"
ends "a build folder that was copied along from elsewhere is made anew"

given
printf 'ID=fedora\nVERSION_ID=40\n' >"$folder/os-release"
dev run
then_code 0
then_said "librocksdb-dev 7.8"
then_not_called "apt-get"
then_said "demo ran"
ends "elsewhere than Debian 12: says what it needs, installs nothing, goes on when CMake finds it"

given
printf 'ID=fedora\nVERSION_ID=40\n' >"$folder/os-release"
stand_in cmake 'echo "These libraries are missing:"; echo "  rocksdb 7.8 or newer"; exit 1'
dev run
then_code 69
then_said "rocksdb 7.8 or newer"
ends "elsewhere: what CMake does not find is named, exit 69"

# Java and Leadline as ./dev kafka meets them: a broker and an engine run until they are told to end, and
# write down that they were.
given_kafka() {
    given
    stand_in java 'case "$*" in
*random-uuid*) echo an-id ;;
*kafka.Kafka*) trap "echo broker >>\"'"$folder"'/ended\"; exit 0" TERM; while :; do sleep 0.05; done ;;
esac'
    stand_in ninja '[[ $* == *" -n"* ]] && exit 0
mkdir -p build/release; cp "'"$folder"'/bin/leadline" build/release/'
    stand_in leadline 'case "$*" in
*serve*) trap "echo engine >>\"'"$folder"'/ended\"; exit 0" TERM; mkdir -p "${@: -1}"; while :; do sleep 0.05; done ;;
*demo*) mkdir -p "${@: -1}"; echo "  id: halden" >"${@: -1}/demo.program.yaml"
    echo "{\"program\":\"halden\"}" >"${@: -1}/commands.jsonl" ;;
*"kafka check"*) [[ ! -e "'"$folder"'/no-broker" ]] || exit 69 ;;
*"submit --kafka -") cat >/dev/null; echo "\"accepted\"" ;;
*submit*) [[ ! -e "'"$folder"'/slow" ]] || { touch "'"$folder"'/publishing"; sleep 60; }; echo "\"accepted\"" ;;
*explain*) echo "already claimed" ;;
esac'
}

given_kafka
dev kafka 10
then_code 0
then_called "mvn"
then_called "leadline --config build/kafka-show/leadline.yaml kafka init"
then_called "leadline --config build/kafka-show/leadline.yaml submit --kafka build/kafka-show/orion.burst"
then_called "log copy --from kafka"
then_said "bergmann  claimed 20,000 leads and got 1"
[[ $(cat "$folder/ended") == engine$'\n'broker ]] || wrong="did not end the engine, then the broker"
[[ $(ls "$folder/repo/build/kafka-show") == data ]] || wrong="left more than the engine's folder"
ends "kafka: shows what there is to show, and ends the engine before its broker"

given_kafka
touch "$folder/slow"
(cd "$folder" && LEADLINE_OS_RELEASE=$folder/os-release PATH=$folder/bin:$PATH \
    exec ./repo/dev kafka >"$folder/said" 2>&1) &
script=$!
until [[ -f $folder/publishing ]]; do sleep 0.05; done
kill -TERM "$script"
wait "$script"
code=$?
said=$(cat "$folder/said")
then_code 130
[[ $(cat "$folder/ended") == engine$'\n'broker ]] || wrong="did not end the engine, then the broker"
ends "kafka: a signal ends the engine and the broker too, exit 130"

given_kafka
touch "$folder/no-broker"
stand_in java '[[ $* != *random-uuid* ]] || echo an-id; [[ $* != *kafka.Kafka* ]] || { echo "no room for a broker"; exit 1; }'
dev kafka
then_code 69
then_said "no room for a broker"
then_not_called "serve --data"
ends "kafka: a broker that does not start is told with its own words, exit 69"

given_kafka
dev kafka some
then_code 2
then_not_called "java"
ends "kafka: wants a number of leads, or none"

given
dev dance
then_code 2
then_said "unknown command: dance"
ends "an unknown command is wrong usage"

given
stand_in ninja '[[ $* == *" -n"* ]] && exit 0
top=$(dirname "$0")/..
trap "echo ninja ended >>\"$top/ended\"; exit 1" TERM
touch "$top/listening"
for i in {1..300}; do sleep 0.1; done'
(cd "$folder" && LEADLINE_OS_RELEASE=$folder/os-release PATH=$folder/bin:$PATH \
    exec ./repo/dev test >"$folder/said" 2>&1) &
script=$!
until [[ -f $folder/listening ]]; do sleep 0.05; done  # the signal must not come before its trap
kill -TERM "$script"
wait "$script"
code=$?
said=$(cat "$folder/said")
then_code 130
[[ -f $folder/ended ]] || wrong="the build was not told"
ends "a signal ends the build too, exit 130"

exit "$failed"
