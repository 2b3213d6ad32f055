package dev.lockstep.kit.net;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which addresses may be called. An administrator types the URL and a token is sent there, so nothing inside this network
 * may be reachable through it: https only, port 443, public addresses only. What the operator of the installation lists is
 * permitted beside that, with any port and plain http.
 */
public final class AddressPolicy {
    /** Letters, digits and hyphens in labels; anything else is a spelling trick. */
    private static final Pattern NAME = Pattern.compile("(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?\\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.?");
    /** What some resolvers take for an address: 127.1, 2130706433, 0x7f.1, 017700000001. */
    private static final Pattern NUMERIC = Pattern.compile("(?:0[xX][0-9a-fA-F]*|[0-9]+)(?:\\.(?:0[xX][0-9a-fA-F]*|[0-9]*))*\\.?");
    private static final Pattern DOTTED = Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])");
    private static final Set<String> NAMES_NEVER = Set.of("metadata.google.internal", "metadata", "instance-data");
    private static final List<Network> RESERVED = Network.list(
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");
    /** Only this part of IPv6 is handed out to the public. */
    private static final Network GLOBAL_IPV6 = Network.parse("2000::/3");

    private final Set<String> allowedHosts = new HashSet<>();
    private final List<Network> allowedNetworks = new ArrayList<>();
    private final Names names;

    /** Looks names up. */
    public interface Names {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /**
     * @param allowed host names, addresses and CIDR networks that the operator permits
     */
    public AddressPolicy(List<String> allowed, Names names) {
        for (String entry : allowed) {
            String text = entry.strip();
            if (text.isEmpty()) {
                continue;
            }
            if (Network.isNetwork(text)) {
                allowedNetworks.add(Network.parse(text));
            } else {
                allowedHosts.add(canonical(text));
            }
        }
        this.names = names;
    }

    /** Why this URL must not be used, or empty. Only looks at the spelling; addresses are checked when a connection is made. */
    public Optional<String> refusal(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return Optional.of("Only https addresses can be called.");
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null || String.valueOf(url.getRawAuthority()).contains("@")) {
            return Optional.of("A URL that is called has neither a user name nor a fragment.");
        }
        String host = url.getHost();
        if (host == null || host.isEmpty()) {
            return Optional.of("The URL has no host, or one with characters that are not allowed.");
        }
        if (host.startsWith("[")) {
            if (host.contains("%")) {
                return Optional.of("An address with a zone cannot be called.");
            }
        } else if (NUMERIC.matcher(host).matches() && !DOTTED.matcher(host).matches()) {
            return Optional.of("The host is an address in an unusual spelling.");
        } else if (!NAME.matcher(host).matches() || NAMES_NEVER.contains(canonical(host))) {
            return Optional.of("The host is not a name that can be called.");
        }
        boolean plainOrPort = scheme.equals("http") || url.getPort() != -1 && url.getPort() != 443;
        if (plainOrPort && !isListed(host)) {
            return Optional.of("Plain http and ports other than 443 are only for targets that the operator permits.");
        }
        return Optional.empty();
    }

    private boolean isListed(String host) {
        if (allowedHosts.contains(canonical(host))) {
            return true;
        }
        try {
            InetAddress[] addresses = names.resolve(bare(host));
            return addresses.length > 0 && java.util.Arrays.stream(addresses).allMatch(this::isPermitted);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * The addresses of a host for one connection.
     *
     * @param onlyListed for plain http and other ports: public addresses will not do
     * @throws Refused when one of them must not be called: a name with one good and one bad address is a trick
     */
    public InetAddress[] resolve(String host, boolean onlyListed) throws UnknownHostException {
        InetAddress[] addresses = names.resolve(bare(host));
        boolean trusted = allowedHosts.contains(canonical(host));
        for (InetAddress address : addresses) {
            if (!trusted && !isPermitted(address) && (onlyListed || !isPublic(address))) {
                throw new Refused();
            }
        }
        return addresses;
    }

    private boolean isPermitted(InetAddress address) {
        return allowedNetworks.stream().anyMatch(network -> network.contains(address));
    }

    static boolean isPublic(InetAddress address) {
        if (RESERVED.stream().anyMatch(network -> network.contains(address))) {
            return false;
        }
        return address.getAddress().length == 4 || GLOBAL_IPV6.contains(address);
    }

    private static String canonical(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** Without the brackets of an IPv6 literal. */
    public static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** The address is one that must not be called. Says nothing more: what resolves where is not the caller's business. */
    public static final class Refused extends UnknownHostException {
        Refused() {
            super("address refused");
        }
    }
}
