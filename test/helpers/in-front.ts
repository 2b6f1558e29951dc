/** What stands between visitors and a site: a firewall that lets the web alone pass, and a cache. */

/** Makes rules that drop everything else, each with the tools of its kind. */
export const onlyWeb = {
	nftables: `nft -f - <<'END'
table inet firewall {
	chain input {
type filter hook input priority filter; policy drop;
ct state established,related accept
iifname "lo" accept
meta l4proto ipv6-icmp accept
tcp dport { 80, 443 } accept
	}
}
END`,
	iptables: `
		for filter in iptables ip6tables; do
			$filter -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
			$filter -A INPUT -i lo -j ACCEPT
			$filter -A INPUT -p ipv6-icmp -j ACCEPT || $filter -A INPUT -p icmp -j ACCEPT
			$filter -A INPUT -p tcp -m multiport --dports 80,443 -j ACCEPT
			$filter -P INPUT DROP
		done`,
	/** As `iptables-restore-translate` writes it, which iptables cannot read any more. */
	translated: ['ip', 'ip6']
		.map(
			family => `nft -f - <<'END'
table ${family} filter {
	chain INPUT {
type filter hook input priority filter; policy drop;
ct state established,related accept
iifname "lo" accept
${family === 'ip' ? '' : 'meta l4proto ipv6-icmp accept'}
tcp dport { 80, 443 } accept
	}
}
END`,
		)
		.join('\n'),
};

/** What the whole server hands to another, so that each of its hosts does. */
export const handedOn = `
	a2enmod -q proxy_http
	echo 'ProxyPass /app http://127.0.0.1:8099/' > /etc/apache2/conf-enabled/app.conf`;

/** Perl that answers itself where the server is not well, as a load balancer with a health check. */
export const balancerInFront = String.raw`
$SIG{PIPE} = "IGNORE";
my $listen = IO::Socket::INET->new(Listen => 9, LocalAddr => "10.77.0.3", LocalPort => 8092, ReuseAddr => 1) or die;
while (my $client = $listen->accept) {
	1 while defined($_ = <$client>) && $_ ne "\r\n";
	my $server = IO::Socket::INET->new("10.77.0.1:80") or next;
	print $server "GET / HTTP/1.1\r\nHost: 10.77.0.1\r\nConnection: close\r\n\r\n";
	local $/;
	my $answer = <$server>;
	print $client $answer =~ m,^HTTP/1.1 200, ? $answer : "HTTP/1.1 503 No server is available\r\nConnection: close\r\n\r\n";
	close $client;
}`;

/** Perl that passes requests on to the server, and says of each answer that it may be kept. */
export const cacheInFront = String.raw`
$SIG{PIPE} = "IGNORE";
my $listen = IO::Socket::INET->new(Listen => 9, LocalAddr => "10.77.0.2", LocalPort => 8090, ReuseAddr => 1) or die;
while (my $client = $listen->accept) {
	my $request = "";
	while (my $line = <$client>) {
		$request .= $line unless $line =~ /^(connection|host):/i || $line eq "\r\n";
		last if $line eq "\r\n";
	}
	my $server = IO::Socket::INET->new("10.77.0.1:80") or next;
	print $server $request . "Host: 10.77.0.1\r\nConnection: close\r\n\r\n";
	local $/;
	my $answer = <$server>;
	print $client $answer =~ s/^(cache-control: )[^\r]*/$1max-age=60/imr;
	close $client;
}`;
