# What the stand-ins share: two firewalls, `first` and `second`, and what CARP makes of them.
# Read by each program from its own folder. Written after the manual pages and the kernel's
# ip_carp.c; it was never compared with a running OpenBSD.
#
# The file `firewall` beside a program says which firewall it stands for and where the state is
# (jobs run with a clean environment, so variables would not arrive). `set-up` makes all that.
#
#   STATE/advbase         seconds between two advertisements
#   STATE/changed         when something last changed, in seconds
#   STATE/split           if it exists, no advertisement gets through
#   STATE/NAME/counter    demotion counter of the group carp, 0..255
#   STATE/NAME/role       MASTER or BACKUP
#   STATE/NAME/preempt    net.inet.carp.preempt
#   STATE/NAME/advskew    how much later than advbase this one advertises, in 1/256 seconds
#   STATE/NAME/states     entries of pf's state table
#   STATE/NAME/rules      what `pfctl -sr` prints
#   STATE/NAME/relayd     running or stopped
#   STATE/NAME/relayd.conf  a line `host ADDRESS up` or `down` for each, or `error`
#   STATE/NAME/loaded     the same, as relayd read it when it started
#   STATE/NAME/flags      relayd_flags of rc.conf.local

program=${0##*/}
# shellcheck disable=SC2034 # Read by the programs.
{
	read -r me
	read -r state
} <"$(dirname "$0")/firewall"

fail() {
	echo "$program: $*" >&2
	exit 1
}

of() { cat "$state/$1/$2"; }

put() { echo "$3" >"$state/$1/$2"; }

stamp() { date +%s >"$state/changed"; }

age() { echo $(($(date +%s) - $(cat "$state/changed"))); }

# Whether $1 is the better master of the two when both advertise.
better() {
	mine=$(of "$1" counter) its=$(of "$2" counter)
	[ "$mine" -lt "$its" ] && return 0
	[ "$mine" -gt "$its" ] && return 1
	[ "$(of "$1" advskew)" -le "$(of "$2" advskew)" ]
}

# A BACKUP ($1) hears a MASTER ($2): does it take over?
takes_over() {
	mine=$(of "$1" counter) its=$(of "$2" counter)
	[ "$its" -gt "$mine" ] && return 0
	[ "$(of "$1" preempt)" = 1 ] && [ "$(of "$2" advskew)" -gt "$(of "$1" advskew)" ] &&
		[ "$its" -ge "$mine" ]
}

# An advertisement of whoever is MASTER arrives, or does not.
advertise() {
	[ ! -e "$state/split" ] || return 0
	case $(of first role)-$(of second role) in
	MASTER-MASTER) if better first second; then loser=second; else loser=first; fi ;;
	MASTER-BACKUP) if takes_over second first; then loser=first; else return 0; fi ;;
	BACKUP-MASTER) if takes_over first second; then loser=second; else return 0; fi ;;
	*) return 0 ;;
	esac
	put first role MASTER
	put second role MASTER
	put "$loser" role BACKUP
	stamp
}

# A BACKUP that hears no MASTER for three advertisements becomes one.
time_out() {
	[ "$(age)" -ge $(($(cat "$state/advbase") * 3)) ] || return 0
	case $(of first role)-$(of second role) in
	BACKUP-BACKUP)
		if [ -e "$state/split" ]; then
			put first role MASTER
			put second role MASTER
		elif better first second; then
			put first role MASTER
		else
			put second role MASTER
		fi
		stamp
		;;
	MASTER-MASTER) ;;
	*)
		[ -e "$state/split" ] || return 0
		put first role MASTER
		put second role MASTER
		stamp
		;;
	esac
}

# What time has done since somebody last looked.
settle() {
	time_out
	[ "$(age)" -lt "$(cat "$state/advbase")" ] || advertise
}
