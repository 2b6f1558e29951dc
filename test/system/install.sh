#!/bin/sh
# Installs what the tests need of Debian's packages, if it is missing: only as root, and only on a
# Debian. None of the services is started, now or at the next boot by this. Elsewhere it says what is
# missing; the tests that need it are skipped then, and say so.
set -eu

# The shells that jobs and scripts must work in, and the tools of the tests.
tools='bash busybox dash gcc iproute2 libc6-dev mksh procps screen shellcheck strace tmux util-linux'
# What the runbooks are proven on.
software='acl apache2 chromium curl exim4-daemon-light iptables libapache2-mod-php ncat
	netcat-openbsd netcat-traditional nftables openssh-client openssh-server openssl php-fpm psmisc
	python3 varnish'

missing=
for package in $tools $software; do
	case $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true) in
	'install ok installed') ;;
	*) missing="$missing $package" ;;
	esac
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
	echo "Not installed, and this is not root on a Debian:$missing" >&2
	exit 0
fi

# Debian starts a service when it is installed, unless this says that it may not.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
	trap 'rm -f "$policy"' EXIT
	printf '#!/bin/sh\nexit 101\n' >"$policy"
	chmod 755 "$policy"
fi
echo "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive
apt-get -qq update
# shellcheck disable=SC2086 # A list of words.
apt-get -qq -y --no-install-recommends install $missing >/dev/null
