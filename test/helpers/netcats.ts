/** The netcats of Debian, each as the `nc` of a folder of its own, and ports to ask with them. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Network, openNetwork } from './network.ts';
import { broken } from './stand-in.ts';

export const netcats = {
	openbsd: '/bin/nc.openbsd',
	traditional: '/bin/nc.traditional',
	ncat: '/usr/bin/ncat',
};

export type Kind = keyof typeof netcats;

/** `none` is a machine whose `nc` fails; `broken` one where it has its name and cannot be run. */
export type Way = Kind | 'none' | 'broken';

export const ways = [...(Object.keys(netcats) as Kind[]), 'none'] as Way[];

export function linkNetcats(folder: string): void {
	for (const [kind, path] of Object.entries(netcats)) {
		mkdirSync(join(folder, kind));
		symlinkSync(path, join(folder, kind, 'nc'));
	}
	// For the ways that promise to need none: whoever calls it fails.
	mkdirSync(join(folder, 'none'));
	symlinkSync('/bin/false', join(folder, 'none', 'nc'));
	mkdirSync(join(folder, 'broken'));
	writeFileSync(join(folder, 'broken', 'nc.openbsd'), broken, { mode: 0o755 });
	symlinkSync('nc.openbsd', join(folder, 'broken', 'nc'));
}

/** Has `services`, addresses that swallow everything, and no way to 10.78.0.1; nobody has 10.77.0.50. */
export async function openToNetcats(folder: string): Promise<Network> {
	const network = await openNetwork(folder);
	// As a firewall that drops does.
	network.admin.sh(`ip neigh add 10.77.0.99 lladdr 02:00:00:00:00:99 dev eth0 nud permanent
		ip route add unreachable 10.78.0.1`);
	// A name with two addresses, of which the first swallows everything.
	network.server.sh(`ip neigh add fd77::99 lladdr 02:00:00:00:00:99 dev br0 nud permanent
		printf '%s both.example.test\\n' fd77::99 10.77.0.1 >> /etc/hosts`);
	network.server.start('perl', '-e', services);
	network.server.sh(
		'timeout 9 sh -c "until ss -ltnH sport = :8003 | grep -q .; do sleep 0.1; done"',
	);
	return network;
}

/** Has open ports on 10.77.0.1: 8001 says hello, 8003 says nothing; over UDP, 5301 never answers, 5303 always. */
const services = String.raw`
use IO::Socket::INET; use IO::Select;
my @at = (LocalAddr => "10.77.0.1");
my %what;
my $all = IO::Select->new;
for my $port (8001, 8003) { my $s = IO::Socket::INET->new(Listen => 9, LocalPort => $port, @at) or die; $all->add($s); $what{$s} = $port }
for my $port (53, 123, 5301, 5303) { my $s = IO::Socket::INET->new(Proto => "udp", LocalPort => $port, @at) or die; $all->add($s); $what{$s} = $port }
my @open;
while (1) {
	for my $s ($all->can_read) {
		my $port = $what{$s};
		if ($port > 8000) { my $c = $s->accept; push @open, $c; $c->syswrite("220 hello\r\n") if $port == 8001; next }
		my $from = $s->recv(my $said, 4096);
		$s->send(substr($said, 0, 2) . "\x81\x85" . substr($said, 4), 0, $from) if $port == 53 && length $said == 17;
		$s->send("\x24" . "\0" x 47, 0, $from) if $port == 123 && length $said == 48;
		$s->send("hello\n", 0, $from) if $port == 5303;
	}
}`;
