/** What a runbook could leave behind on a server: files, links, rules, modules, ports, daemons. */
import type { Machine } from './network.ts';

export const stateOf = (server: Machine): readonly string[] =>
	server
		.sh(
			`find /etc /var/lib/apache2 /var/lib/runbook-maintenance /var/www -printf '%y %m %u:%g %p %l\\n' 2>/dev/null | sort
			find /etc/apache2 /etc/varnish /etc/passwd /etc/group -type f -exec sha256sum {} + | sort
			nft list ruleset 2>/dev/null | grep -v '^table ip6\\? nat {$' | sed 's/packets [0-9]* bytes [0-9]*//' |
				grep -vE '^\\s*(chain (PREROUTING|INPUT|OUTPUT|POSTROUTING) \\{|type nat hook .* policy accept;|\\}|)$' || true
			apachectl -M 2>/dev/null || true
			ss -ltnH | awk '{ print $4 }' | sort
			ps -e -o comm= | grep -E 'apache2|varnish|cache-main' | sort -u || true`,
		)
		.split('\n');
