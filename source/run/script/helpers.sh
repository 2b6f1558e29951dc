# shellcheck shell=sh
# What a script brings along; helpers.ts prints what is called. In a blank line one ends.

runbook_step() {
	RUNBOOK_STEP=$1
	printf '\n== %s\n' "$1" >&2
}

# runbook_passed STATUS WHAT: ends the script unless the status is 0.
runbook_passed() {
	if [ "$1" -ne 0 ]; then
		printf 'runbook: step "%s": %s failed with status %s. Nothing after it was run.\n' \
			"$RUNBOOK_STEP" "$2" "$1" >&2
		exit "$1"
	fi
}

# RUNBOOK_UNDOS holds the undo functions of what was begun, newest first.
runbook_settled() {
	RUNBOOK_OTHERS=
	for RUNBOOK_UNDO in ${RUNBOOK_UNDOS-}; do
		[ "$RUNBOOK_UNDO" = "$1" ] || RUNBOOK_OTHERS="$RUNBOOK_OTHERS $RUNBOOK_UNDO"
	done
	RUNBOOK_UNDOS=${RUNBOOK_OTHERS# }
}

runbook_began() {
	for RUNBOOK_NEW in "$@"; do
		runbook_settled "$RUNBOOK_NEW"
		RUNBOOK_UNDOS="$RUNBOOK_NEW${RUNBOOK_UNDOS:+ $RUNBOOK_UNDOS}"
	done
}

# Calls those of these functions whose action was begun and not taken back.
runbook_take_back() {
	for RUNBOOK_BACK in "$@"; do
		case " ${RUNBOOK_UNDOS-} " in
		*" $RUNBOOK_BACK "*)
			"$RUNBOOK_BACK"
			runbook_passed "$?" "$RUNBOOK_BACK"
			runbook_settled "$RUNBOOK_BACK"
			;;
		esac
	done
}

runbook_refuse() {
	printf 'runbook: step "%s": the value of %s %s.\n' "$RUNBOOK_STEP" "$1" "$2" >&2
	exit 1
}

# runbook_line NAME VALUE DASH: one line without control characters; with DASH it may begin with one.
runbook_line() {
	[ -n "$2" ] || runbook_refuse "$1" 'is empty'
	case $2 in
	*'
'*) runbook_refuse "$1" 'has more than one line' ;;
	-*) [ -n "$3" ] || runbook_refuse "$1" 'begins with a dash, and would be taken for an option' ;;
	esac
	[ "${#2}" -le 4096 ] || runbook_refuse "$1" 'has more than 4096 characters'
	[ "$(printf %s "$2" | tr -d '\000-\037\177')" = "$2" ] ||
		runbook_refuse "$1" 'holds a control character'
}

# runbook_integer NAME VALUE MIN MAX
runbook_integer() {
	case $2 in
	0) ;;
	'' | 0* | -0* | - | *[!0-9-]* | ?*-* | -????????????????* | [0-9]???????????????*)
		runbook_refuse "$1" 'is not a whole number'
		;;
	esac
	# Some shells count with 32 bits only.
	awk -v value="$2" -v min="$3" -v max="$4" 'BEGIN {
		exit !((min == "" || value + 0 >= min + 0) && (max == "" || value + 0 <= max + 0))
	}' || runbook_refuse "$1" "is $2, which is not from ${3:-any number} to ${4:-any number}"
}

# runbook_one_of NAME VALUE CHOICE...
runbook_one_of() {
	RUNBOOK_NAME=$1
	RUNBOOK_VALUE=$2
	shift 2
	for RUNBOOK_CHOICE in "$@"; do
		if [ "$RUNBOOK_VALUE" = "$RUNBOOK_CHOICE" ]; then return; fi
	done
	runbook_refuse "$RUNBOOK_NAME" "is none of: $*"
}

# runbook_address NAME VALUE TYPE, which is ip, cidr or host
runbook_address() {
	printf '%s\n' "$2" | awk -v type="$3" '
	function v4(text,  parts, i, part) {
		parts = split(text, part, ".")
		for (i = 1; i <= parts; i++)
			if (part[i] !~ /^(0|[1-9][0-9]?[0-9]?)$/ || part[i] + 0 > 255) return 0
		return parts == 4
	}
	function v6(text,  halves, half, h, groups, group, g, count) {
		if (length(text) < 2 || length(text) > 45 || text !~ /^[0-9A-Fa-f:.]+$/) return 0
		halves = split(text, half, "::")
		for (h = 1; h <= halves; h++) {
			groups = half[h] == "" ? 0 : split(half[h], group, ":")
			for (g = 1; g <= groups; g++) {
				if (h == halves && g == groups && v4(group[g])) count++
				else if (group[g] !~ /^[0-9A-Fa-f][0-9A-Fa-f]?[0-9A-Fa-f]?[0-9A-Fa-f]?$/) return 0
				count++
			}
		}
		return halves == 2 ? count < 8 : halves == 1 && count == 8
	}
	function address(text) { return v4(text) || v6(text) }
	function network(text,  parts, part) {
		parts = split(text, part, "/")
		if (parts == 1) return address(part[1])
		if (parts != 2 || part[2] !~ /^(0|[1-9][0-9]?[0-9]?)$/) return 0
		return v4(part[1]) ? part[2] + 0 <= 32 : v6(part[1]) && part[2] + 0 <= 128
	}
	function host(text,  parts, part, i) {
		if (address(text)) return 1
		if (length(text) > 253) return 0
		sub(/[.]$/, "", text)
		parts = split(text, part, ".")
		for (i = 1; i <= parts; i++)
			if (length(part[i]) > 63 || part[i] !~ /^[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?$/) return 0
		return parts > 0 && part[parts] !~ /^[0-9]+$/
	}
	{ exit !(type == "ip" ? address($0) : type == "cidr" ? network($0) : host($0)) }' ||
		runbook_refuse "$1" "is no $3"
}

runbook_path() {
	case $2/ in
	*/../*) runbook_refuse "$1" 'goes up with ..' ;;
	/*) ;;
	*) runbook_refuse "$1" 'is no absolute path' ;;
	esac
}

# runbook_matches NAME VALUE EXPRESSION: the whole value matches.
runbook_matches() {
	printf '%s\n' "$2" | grep -Eqx -e "$3" || runbook_refuse "$1" "does not match $3"
}

runbook_done_already() {
	echo 'runbook: this is done already.' >&2
}

# What remains to be known, however the script ends.
runbook_ended() {
	RUNBOOK_STATUS=$?
	if [ -n "${RUNBOOK_UNDOS-}" ]; then
		printf '\nrunbook: begun and not taken back, newest first: %s\n' "$RUNBOOK_UNDOS" >&2
	fi
	if [ -n "${RUNBOOK_JOBS-}" ]; then
		printf '\nrunbook: what files held before is kept: RUNBOOK_JOBS=%s\n' "$RUNBOOK_JOBS" >&2
	fi
	if [ "$RUNBOOK_STATUS" -eq 0 ]; then
		printf '\nrunbook: done.\n' >&2
	else
		printf '\nrunbook: ended in step "%s" with status %s.\n' "$RUNBOOK_STEP" "$RUNBOOK_STATUS" >&2
	fi
	# After a signal mksh would end with the status of this function.
	trap - EXIT
	exit "$RUNBOOK_STATUS"
}
