// SPDX-License-Identifier: GPL-3.0-or-later
// The check script. POSIX shell; each tool is optional; nothing is written. Keys that it prints:
//   login user uid sudo groups · os.id os.like os.version os.name arch kernel virt memory.kib boot-id
//   systemd systemd.state · clock.begin clock.end time.service time.synchronized
//   name.node name.fqdn, "name.forward NAME ADDRESS...", "name.reverse ADDRESS NAME...", names.unchecked
//   "space DIR FREE-KIB TOTAL-KIB MOUNTPOINT OPTIONS" · selinux apparmor
//   firewall, "firewall.port PORT/PROTO open|closed|unseen", firewall.why
//   packages, "repository URL answers|silent|unchecked", "lustre.installed PACKAGE VERSION", "lustre.available PACKAGE VERSION",
//   "lustre.module MODULE VERSION" (for the running kernel), lustre.kernel (that has modules), lustre.loaded
//   "interface NAME ether|infiniband|other up|down SPEED ADDRESS...", "infiniband PORT STATE RATE"
//   "manager KIND DETAIL", "cluster corosync|pacemaker|cib|pcs DETAIL"
//   agent.build agent.delivered agent.packaged agent.running agent.version agent.protocol agent.package
//   "disk" as lsblk -P prints it, "disk.id NAME DEVICE" · "mount.lustre DEVICE DIR TYPE" · skipped · unprivileged
#include "core/fleet/probe.h"

#include "agent/protocol/operations.h"
#include "core/fleet/facts.h"

namespace fleet {
namespace {

// Each literal is one part, because compilers need not take longer ones than 64 KiB; they are joined below.
constexpr const char *headPart = R"sh(
LC_ALL=C; export LC_ALL
PATH=$PATH:/usr/sbin:/sbin:/usr/local/sbin; export PATH
t0=$(date +%s)
has() { command -v "$1" >/dev/null 2>&1; }
limit=; has timeout && timeout 1 true 2>/dev/null && limit=yes
t() { if [ -n "$limit" ]; then timeout "$@"; else shift; "$@"; fi; }
p() { key=$1; shift; printf '%s\t%s\n' "$key" "$(printf %s "$*" | tr '\n\t' '  ' | cut -c1-2000)"; }
late() { [ $(($(date +%s) - t0)) -gt 40 ] || return 1; p skipped "$1"; }
s=; if [ "$(id -u)" != 0 ]; then if has sudo && t 5 sudo -n true; then s='sudo -n'; else p unprivileged yes; fi; fi

login=${SUDO_USER:-$(id -un)}
p login "$login"; p uid "$(id -u "$login" || id -u)"; p groups "$(id -nG "$login")"
if [ "$login" = root ]; then p sudo root
elif ! has sudo; then p sudo none
elif [ "$(id -u)" = 0 ] || [ -n "$s" ]; then p sudo yes
else
    case $(t 5 sudo -n true 2>&1) in
    *'must have a tty'*) p sudo tty ;;
    *'not in the sudoers'* | *'not allowed'* | *'may not run'*) p sudo no ;;
    *) p sudo password ;;
    esac
fi

if [ -r /etc/os-release ]; then
    (. /etc/os-release; p os.id "$ID"; p os.like "$ID_LIKE"; p os.version "$VERSION_ID"; p os.name "$PRETTY_NAME")
fi
p arch "$(uname -m)"; kernel=$(uname -r); p kernel "$kernel"
has systemd-detect-virt && p virt "$(systemd-detect-virt)"
p memory.kib "$(awk '/^MemTotal/ {print $2}' /proc/meminfo)"
p boot-id "$(cat /proc/sys/kernel/random/boot_id)"
systemd=; [ -d "$ROOT/run/systemd/system" ] && systemd=yes
p systemd "${systemd:-no}"
active() { [ -n "$systemd" ] && t 5 systemctl -q is-active "$1"; }
[ -n "$systemd" ] && p systemd.state "$(t 5 systemctl is-system-running)"
for unit in chronyd chrony ntpd ntp ntpsec systemd-timesyncd; do active $unit && p time.service $unit; done
[ -n "$systemd" ] && p time.synchronized "$(t 5 timedatectl 2>/dev/null | awk -F': ' '/synchronized/ {print $2; exit}')"

p name.node "$(uname -n)"; has hostname && p name.fqdn "$(t 5 hostname -f)"
if has getent; then
    for name in $names; do
        late "the resolution of $name and of the names after it" && break
        found=$(t 5 getent ahosts "$name" | awk '!seen[$1]++ {print $1}')
        p name.forward "$name" $found
        for address in $found; do
            case $address in fe80:*) continue ;; esac
            p name.reverse "$address" "$(t 5 getent hosts "$address" | awk '{$1=""; print}')"
            break
        done
    done
else
    p names.unchecked 'getent is missing'
fi

for dir in / /var /usr /run; do
    set -- $(df -Pk $dir | awk 'NR>1 {free=$(NF-2); total=$(NF-4); mount=$NF} END {print free, total, mount}')
    p space "$dir" "$1" "$2" "$3" "$(awk -v m="$3" '$2==m {o=$4} END {print o}' /proc/mounts)"
done
if has getenforce; then p selinux "$(getenforce)"
elif [ -r /sys/fs/selinux/enforce ]; then [ "$(cat /sys/fs/selinux/enforce)" = 1 ] && p selinux Enforcing || p selinux Permissive
fi
[ "$(cat /sys/module/apparmor/parameters/enabled)" = Y ] && p apparmor enabled
)sh";

constexpr const char *firewallPart = R"sh(
by_rules() {
    if [ -z "$rules" ]; then p firewall none; return; fi
    p firewall "$1"
    if ! printf '%s' "$rules" | grep -Eq "$2"; then
        for port in $ports; do p firewall.port "$port" open; done
        return
    fi
    for port in $ports; do
        if printf '%s' "$rules" | grep -E "(dport|dports)[^;]*[^0-9]${port%/*}([^0-9]|\$)" | grep -Eiq 'accept'; then p firewall.port "$port" open
        else p firewall.port "$port" closed; fi
    done
}
if active firewalld; then
    p firewall firewalld
    for port in $ports; do
        case $(t 8 $s firewall-cmd --query-port="$port" 2>&1) in
        yes) p firewall.port "$port" open ;;
        no) p firewall.port "$port" closed ;;
        *) p firewall.port "$port" unseen ;;
        esac
    done
elif grep -qs '^ENABLED=yes' /etc/ufw/ufw.conf; then
    p firewall ufw
    rules=$(t 8 $s ufw status)
    for port in $ports; do
        case $rules in
        *'Status: inactive'*) p firewall.port "$port" open ;;
        *'Status: active'*)
            if printf '%s\n' "$rules" | grep -Eq "^${port%/*}(/${port#*/})? +ALLOW"; then p firewall.port "$port" open
            else p firewall.port "$port" closed; fi ;;
        *) p firewall.port "$port" unseen ;;
        esac
    done
elif [ "$(id -u)" != 0 ] && [ -z "$s" ]; then
    if grep -qs '^nf_tables\|^ip_tables' /proc/modules; then
        p firewall unseen
        for port in $ports; do p firewall.port "$port" unseen; done
    else
        p firewall none
    fi
elif has nft && rules=$(t 8 $s nft list ruleset) && printf '%s' "$rules" | grep -q 'hook input'; then
    by_rules nftables 'policy drop|[[:space:]](drop|reject)'
elif has iptables; then
    rules=$(t 8 $s iptables -S INPUT | grep -v '^-P INPUT ACCEPT')
    by_rules iptables '^-P INPUT (DROP|REJECT)|-j (DROP|REJECT)'
else
    p firewall none
fi
)sh";

constexpr const char *packagePart = R"sh(
manager=
for tool in dnf yum zypper apt-get; do if has $tool; then manager=$tool; break; fi; done
p packages "${manager:-none}"
proxy=
grep -Eqs '^ *proxy *=' /etc/dnf/dnf.conf /etc/yum.conf && proxy=yes
has apt-config && apt-config dump 2>/dev/null | grep -Eq '^Acquire::https?::Proxy ".+"' && proxy=yes
repositories() {
    case $manager in
    dnf | yum)
        awk -F' *= *' 'function out() { if (on && url != "") print url }
            /^\[/ { out(); on = 1; url = "" } /^enabled/ { on = ($2 + 0 == 1) }
            /^(baseurl|metalink|mirrorlist)/ { if (url == "") { u = $0; sub(/^[a-z]+ *= */, "", u); url = u } } END { out() }' /etc/yum.repos.d/*.repo ;;
    zypper)
        awk -F' *= *' 'function out() { if (on && url != "") print url }
            /^\[/ { out(); on = 1; url = "" } /^enabled/ { on = ($2 + 0 == 1) }
            /^baseurl/ { u = $0; sub(/^[a-z]+ *= */, "", u); url = u } END { out() }' /etc/zypp/repos.d/*.repo ;;
    apt-get)
        cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null | awk '/^deb / { for (i = 2; i <= NF; i++) if ($i ~ /:/) { print $i; break } }'
        awk '/^URIs:/ { for (i = 2; i <= NF; i++) print $i }' /etc/apt/sources.list.d/*.sources 2>/dev/null ;;
    esac
}
answers() {
    case $1 in
    file:* | /*) place=${1#file:}; place=/${place#"${place%%[!/]*}"}; [ -e "$place" ] && p repository "$1" answers || p repository "$1" silent; return ;;
    http://* | https://* | ftp://*) ;;
    *) p repository "$1" unchecked; return ;;
    esac
    if [ -n "$proxy" ]; then p repository "$1" unchecked
    elif has curl; then
        case $(t 6 curl -s -o /dev/null --max-time 4 -w '%{http_code}' "$1") in
        '' | 000) p repository "$1" silent ;;
        *) p repository "$1" answers ;;
        esac
    elif has wget; then
        case $(t 6 wget -q -S -O /dev/null -T 4 -t 1 "$1" 2>&1) in *HTTP/*) p repository "$1" answers ;; *) p repository "$1" silent ;; esac
    else p repository "$1" unchecked
    fi
}
[ -n "$proxy" ] && p repository.proxy yes
for url in $(repositories | awk -F/ '{ u = $1 "//" $3 "/"; if ($1 !~ /^(http|https|ftp):$/) u = $0; if (!seen[u]++ && n++ < 6) print u }'); do
    late 'some of the repositories' && break
    answers "$url"
done
if has rpm; then
    t 10 rpm -qa --qf '%{NAME} %{VERSION}-%{RELEASE}\n' | grep -E '^(kmod-)?lustre|^e2fsprogs |^zfs ' | while read -r line; do p lustre.installed "$line"; done
elif has dpkg-query; then
    t 10 dpkg-query -W -f '${db:Status-Abbrev} ${Package} ${Version}\n' | awk '/^ii/ && ($2 ~ /^lustre/ || $2 == "e2fsprogs" || $2 == "zfsutils-linux") {print $2, $3}' | while read -r line; do p lustre.installed "$line"; done
fi
late 'the packages that the repositories have' || case $manager in
dnf | yum) t 20 $manager -q -C list available 'lustre*' 'kmod-lustre*' | awk 'NF >= 3 && /lustre/ {sub(/\.[^.]*$/, "", $1); print $1, $2}' ;;
zypper) t 20 zypper -n --no-refresh -q search -s -t package lustre | awk -F' *\\| *' '/lustre/ {print $2, $4}' ;;
apt-get) t 20 apt-cache search --names-only '^lustre' | while read -r name rest; do echo "$name" "$(apt-cache policy "$name" | awk '/Candidate/ {print $2}')"; done ;;
esac | sort -u | head -20 | while read -r line; do p lustre.available "$line"; done
if has modinfo; then
    for module in lnet lustre ldiskfs osd_ldiskfs zfs osd_zfs ko2iblnd; do
        if t 5 modinfo -k "$kernel" $module >/dev/null; then p lustre.module $module "$(t 5 modinfo -k "$kernel" -F version $module)"; fi
    done
else
    p lustre.unchecked 'modinfo is missing'
fi
for dep in /lib/modules/*/modules.dep; do
    if grep -q '/lnet\.ko' "$dep"; then dep=${dep%/*}; p lustre.kernel "${dep##*/}"; fi
done
grep -q '^lustre ' /proc/modules && p lustre.loaded "$(cat /sys/module/lustre/version)"
)sh";

constexpr const char *hardwarePart = R"sh(
for dir in /sys/class/net/*; do
    name=${dir##*/}
    case $name in lo | bonding_masters | ifb* | dummy* | tun* | tap* | wg* | docker* | veth* | virbr* | br-*) continue ;; esac
    case $(cat $dir/type) in 1) kind=ether ;; 32) kind=infiniband ;; *) kind=other ;; esac
    state=$(cat $dir/operstate); [ "$state" = unknown ] && state=up
    speed=$(cat $dir/speed 2>/dev/null); [ -n "$speed" ] || speed=-
    p interface "$name" $kind "$state" "$speed" $(has ip && t 5 ip -o addr show dev "$name" scope global | awk '{print $4}')
done
for port in /sys/class/infiniband/*/ports/*; do
    [ -r "$port/state" ] || continue
    device=${port#/sys/class/infiniband/}
    p infiniband "${device%%/*}/${port##*/}" "$(cat "$port/state")" "$(cat "$port/rate")"
done

for path in /usr/sbin/chroma-agent /usr/bin/chroma-agent /var/lib/chroma/settings; do [ -e $path ] && p manager iml "$path"; done
for path in /etc/emf /usr/bin/emf /usr/sbin/emf-agent; do [ -e $path ] && p manager emf "$path"; done
for path in /etc/ddn/exascaler.conf /opt/ddn/es; do [ -e $path ] && p manager exascaler "$path"; done
[ -e /etc/shine/shine.conf ] && p manager shine /etc/shine/shine.conf
grep -Eqs '^[^#[:space:]]' /etc/ldev.conf && p manager ldev /etc/ldev.conf
running() { if active "$1"; then echo running; else echo stopped; fi; }
if [ -r /etc/corosync/corosync.conf ]; then
    p cluster corosync "$(running corosync)" "$(grep -Ec '^[[:space:]]*(ring0_addr|bindnetaddr)[[:space:]]*:' /etc/corosync/corosync.conf)" "$(awk '/^[ \t]*cluster_name[ \t]*:/ {print $2; exit}' /etc/corosync/corosync.conf)"
elif [ -e /etc/corosync/corosync.conf ]; then p cluster corosync "$(running corosync)"
fi
if has pacemakerd || [ -e /usr/sbin/pacemakerd ]; then p cluster pacemaker "$(running pacemaker)"; fi
[ -n "$($s ls /var/lib/pacemaker/cib/cib.xml)" ] && p cluster cib /var/lib/pacemaker/cib/cib.xml
has pcs && p cluster pcs "$(running pcsd)"

ours=$ROOT/usr/libexec/chandelier/current
[ -L $ours ] && p agent.build "$(readlink $ours)"
program=
if [ -x $ours/chandelier-agent ]; then program=$ours/chandelier-agent; p agent.delivered $program
elif [ -x "$ROOT/usr/sbin/chandelier-agent" ]; then
    program=$ROOT/usr/sbin/chandelier-agent; p agent.packaged $program
    if has rpm; then p agent.package "$(rpm -qf --qf '%{NAME}-%{VERSION}' $program)"; elif has dpkg; then p agent.package "$(dpkg -S $program | cut -d: -f1)"; fi
fi
[ -n "$program" ] && t 5 $program --version | sed -n 's/^chandelier-agent \([^ ]*\) (protocol \([0-9]*\))$/\1 \2/p' | while read -r version protocol; do
    p agent.version "$version"; p agent.protocol "$protocol"
done
if active chandelier-agent; then p agent.running yes; else p agent.running no; fi

has lsblk && t 10 lsblk -dbnP -o NAME,TYPE,SIZE,SERIAL,WWN,MODEL,RO | while read -r line; do p disk "$line"; done
for link in /dev/disk/by-id/*; do
    [ -L "$link" ] || continue
    name=${link##*/}
    case $name in *-part[0-9]* | dm-* | lvm-* | md-* | nvme-eui.*_[0-9]*) continue ;; esac
    p disk.id "$name" "$(readlink -f "$link")"
done
awk '$3 == "lustre" || $3 == "lustre_tgt" {print $1, $2, $3}' /proc/mounts | while read -r line; do p mount.lustre "$line"; done
)sh";

std::string wordList(const std::vector<std::string> &words)
{
    std::string list;
    for (const std::string &word : words)
        list += (list.empty() ? "" : " ") + word;
    return protocol::shellQuoted(list);
}

} // namespace

// The whole is one function, so that a script that arrived in half runs nothing, and so that no tool eats the rest of it.
std::string probeScript(const std::vector<std::string> &names, const std::vector<std::string> &ports, const std::string &root)
{
    return "chandelier_probe() {\nROOT=" + protocol::shellQuoted(root) + "\nnames=" + wordList(names) + "\nports=" + wordList(ports) + "\n"
        + "printf '\\n%s\\n' '" + beginMarker + "'\np clock.begin \"$(date +%s)\"\n"
        + "chandelier_body\n"
        + "p clock.end \"$(date +%s)\"\nprintf '%s\\n' '" + endMarker + "'\n}\nchandelier_body() {\n"
        + headPart + firewallPart + packagePart + hardwarePart + "}\n"
        + "p() { key=$1; shift; printf '%s\\t%s\\n' \"$key\" \"$*\"; }\nchandelier_probe </dev/null 2>/dev/null\n";
}

} // namespace fleet
