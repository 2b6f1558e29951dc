# shellcheck shell=sh
# Runs one script as a job that outlives whoever started it, and leaves what became of it in a folder:
#
#   set -- FOLDER MODE LIMIT TIMEOUT WITHIN SHELL [ARGUMENT…]; . wrapper
#
# MODE is `plain`, `capture` (stdout alone goes to `value`, too) or `terminal` (nothing is recorded but
# the status). LIMIT is in bytes; TIMEOUT and WITHIN in seconds, 0 for none. It must lead its process
# group, except in `terminal`. FOLDER holds `script`, `output` (and `value`); added are
#
#   began      process, its start, the boot, MODE: one a line; linked, so it is exclusive and never empty
#   exit.N     the status; a renamed file, which needs no free block
#   closed     the output is complete         truncated, timedout, value.cut   links, for the same reason
#
# Names are capitals, because a secret reaches the script as a variable in small letters.

# bash counts `ulimit -f` in 1,024 bytes; told to be POSIX, in 512 like the others.
# shellcheck disable=SC3040
[ -z "${BASH_VERSION-}" ] || set -o posix
FOLDER=$1 MODE=$2 LIMIT=$3 TIMEOUT=$4 WITHIN=$5
shift 5
# The job's PATH may hold a `cat` of the operator's own; the wrapper wants the system's.
JOB_PATH=${PATH-}
PATH=/usr/bin:/bin:/usr/sbin:/sbin:$JOB_PATH

identify() {
	read -r BOOT </proc/sys/kernel/random/boot_id || BOOT=$(sysctl -n kern.boottime)
	if read -r STAT <"/proc/$$/stat"; then
		# The 22nd field; the second, a name in brackets, may hold blanks.
		FIELD=3
		for START in ${STAT##*) }; do
			[ "$FIELD" -eq 22 ] && break
			FIELD=$((FIELD + 1))
		done
	else
		START=$(LC_ALL=C TZ=UTC0 ps -o lstart= -p "$$")
	fi
} 2>/dev/null

mark() {
	ln "$FOLDER/began" "$FOLDER/$1" 2>/dev/null
}

# Sets NOW to seconds of a clock; where there is one, of one that nobody sets.
look_at_clock() {
	if read -r NOW REST </proc/uptime; then NOW=${NOW%%.*}; else NOW=$(date +%s); fi
	: "$REST"
} 2>/dev/null

# Ends the group when time is up; ignores TERM, so that it outlives its own. USR1 ends it, with its
# sleep. Once time is up it stays to the end: what ignores TERM may have lost its parent.
watch() {
	trap 'kill -s KILL "$!"; wait "$!"; exit 0' USR1
	sleep "$1" &
	wait "$!" || exit 0
	trap '' USR1
	mark timedout
	kill -s TERM -- "-$$"
	sleep 5
	kill -s KILL -- "-$$"
}

# Runs the script, and leaves its status. A try that is stopped is the last one. What the wrapper's own
# shell says ("Killed") is no output: the script's stderr is 3 meanwhile, and is put back in a subshell,
# since dash redirects before it forks.
run() {
	exec 3>&2 2>/dev/null
	[ "$MODE" = terminal ] || exec </dev/null
	STOPPED=
	trap STOPPED=yes TERM INT QUIT HUP
	look_at_clock
	END=$((NOW + WITHIN))
	while :; do
		(
			PATH=$JOB_PATH
			exec "$@" "$FOLDER/script" 2>&3 3>&-
		)
		STATUS=$?
		[ "$STATUS" -eq 0 ] && break
		look_at_clock
		[ "$NOW" -ge "$END" ] && break
		sleep 1
		[ -z "$STOPPED" ] || break
	done
	# TERM to the group would end `mv`, too.
	trap '' TERM INT QUIT HUP
	[ -z "$WATCHDOG" ] || kill -s USR1 "$WATCHDOG"
	mv -f "$FOLDER/began.$$" "$FOLDER/exit.$STATUS"
}

# Passes standard input on, and keeps the first 64 KiB and a block.
keep_value() {
	trap '' TERM INT QUIT HUP PIPE XFSZ
	(
		ulimit -f 129
		exec tee "$FOLDER/value"
	) 2>/dev/null || mark value.cut
}

# Keeps the first LIMIT bytes, or what the disk takes, and drains the rest: a writer is never held up.
keep_output() {
	trap '' TERM INT QUIT HUP PIPE XFSZ
	umask 077
	if ! (
		ulimit -f "$(((LIMIT + 511) / 512))"
		exec cat >>"$FOLDER/output"
	); then
		mark truncated
		# `ulimit` counts in blocks; dd cuts at the byte. On a full disk there may be nothing to cut.
		if [ "$((LIMIT % 512))" -ne 0 ] && [ "$(($(wc -c <"$FOLDER/output")))" -gt "$LIMIT" ]; then
			dd if=/dev/null of="$FOLDER/output" bs=1 seek="$LIMIT"
		fi
		cat >/dev/null
	fi
	# Without a link where that will do: it saves a process, and `true`, unlike `:`, may fail.
	true >"$FOLDER/closed" || mark closed
} 2>/dev/null

identify
# A file of another wrapper's is never written to: `began` may be a link to it.
(
	umask 077
	set -C
	printf '%s\n' "$$" "$START" "$BOOT" "$MODE" >"$FOLDER/began.$$"
) 2>/dev/null || exit 0
if ! ln "$FOLDER/began.$$" "$FOLDER/began" 2>/dev/null; then
	rm -f "$FOLDER/began.$$"
	exit 0
fi

trap '' TERM INT QUIT HUP
WATCHDOG=
if [ "$TIMEOUT" -gt 0 ]; then
	# Started here, because in a pipeline mksh keeps a copy of the pipe's end, which then never closes.
	(
		exec </dev/null >/dev/null 2>&1
		watch "$((TIMEOUT + WITHIN))"
	) &
	WATCHDOG=$!
fi
case $MODE in
terminal) run "$@" ;;
capture) { run "$@" | keep_value; } 2>&1 | keep_output ;;
*) { run "$@"; } 2>&1 | keep_output ;;
esac
