// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fleet/delivery.h"

#include "agent/protocol/operations.h"
#include "core/fleet/steps.h"

#include <algorithm>

namespace fleet {
namespace {

using base::Error;
using base::Problem;
using protocol::shellQuoted;

constexpr const char *toolsPart = R"sh(
PATH=$PATH:/usr/sbin:/sbin:/usr/local/sbin; export PATH; LC_ALL=C; export LC_ALL; umask 022
L=$ROOT/usr/libexec/chandelier; U=$ROOT/etc/systemd/system/chandelier-agent.service
S=$ROOT/var/lib/chandelier; R=$ROOT/run/chandelier
fail() { printf 'chandelier: %s: %s\n' "$1" "$2" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }
has_group() { if [ -z "$ROOT" ] && has getent; then getent group "$1" >/dev/null; else grep -q "^$1:" "$ROOT/etc/group"; fi; }
made() { printf '%s %s\n' "$1" "$2" >>"$L/.made"; }
switch() { rm -f "$L/.next"; ln -s "$1" "$L/.next" && mv -Tf "$L/.next" "$L/current"; }
answer() { timeout 5 "$1" call lease.show --socket "$R/agent.sock" 2>&1; }
wait_for() {
    n=0
    while [ $n -lt $TRIES ]; do
        said=$(answer "$1") && return 0
        n=$((n + 1)); sleep 0.25 2>/dev/null || sleep 1
    done
    return 1
}
del_group() { has_group "$1" || return 0; if has groupdel; then groupdel "$1"; else delgroup "$1"; fi; }
)sh";

// Takes back a first installation, or what is left of an interrupted one: only what is noted as made by us.
constexpr const char *wipePart = R"sh(
[ -L "$L/current" ] && exit 0
[ -f "$L/.made" ] || exit 0
grep -v '^dir ' "$L/.made" | while read -r kind name; do [ "$kind" = group ] && del_group "$name"; done
dirs=$(sed -n 's/^dir //p' "$L/.made" | sort -r)
rm -rf "$L"
for dir in $dirs; do
    case $dir in "$S" | "$R") rm -rf "$dir" ;; *) rmdir "$dir" 2>/dev/null ;; esac
done
exit 0
)sh";

DeliveryStep prepareStep(const AgentBinary &agent, const std::string &head)
{
    const std::string command = head + "arch=" + shellQuoted(agent.architecture) + R"sh(
[ "$(uname -m)" = "$arch" ] || fail bad-argument "the agent is for $arch, and this host is $(uname -m) | Put an agent for $(uname -m) beside this program."
has systemctl || fail tool-missing 'systemd is not on this host: there is no systemctl | The agent is a service of systemd; use a distribution that has it.'
fresh=
[ -d "$ROOT/usr/libexec" ] || fresh="$ROOT/usr/libexec"
[ -d "$L" ] || fresh="$fresh $L"
mkdir -p "$L" || fail tool-failed "the folder $L cannot be made | Is /usr mounted read-only?"
[ -z "$fresh" ] || for dir in $fresh; do made dir "$dir"; done
for dir in "$S" "$R"; do [ -d "$dir" ] || made dir "$dir"; done
rm -f "$L/.unit-before" "$L/.unit-none"
exit 0
)sh";
    return {"Look at the host", command, false, head + wipePart, 30};
}

DeliveryStep groupStep(const std::string &join, const std::string &head)
{
    std::string command = head + R"sh(
for group in chandelier-admin chandelier-view; do
    has_group $group && continue
    if has groupadd; then groupadd --system $group; else addgroup -S $group; fi || fail tool-failed "the group $group cannot be made | groupadd --system $group"
    [ ! -d "$L" ] || made group $group
done
)sh";
    if (!join.empty())
        command += "user=" + shellQuoted(join) + R"sh(
if has usermod; then usermod -aG chandelier-admin "$user"; elif has gpasswd; then gpasswd -a "$user" chandelier-admin >/dev/null; else addgroup "$user" chandelier-admin; fi ||
    fail tool-failed "$user cannot be put into the group chandelier-admin | Is it a user of this host? If it comes from a directory service, add it there."
)sh";
    return {"Make the groups", command, false, {}, 30};
}

DeliveryStep uploadStep(const AgentBinary &agent, const std::string &head)
{
    const std::string command = head + "upload=\"$L/.upload-" + agent.build() + "\"; size=" + std::to_string(agent.bytes.size()) + R"sh(
rm -f "$L"/.upload-*
part="$upload.$$" # what a session that was lost still writes is never taken for ours
errors=$( { cat >"$part"; } 2>&1 ) || {
    cat >/dev/null
    got=$(wc -c <"$part"); rm -f "$part"
    case $errors in
    *'No space'* | *uota*) fail no-space "the disk of $L is full: $got of $size bytes fitted | Free some space there: df -h $L" ;;
    *) fail tool-failed "the agent cannot be written to $L: $errors | Is it mounted read-only?" ;;
    esac
}
got=$(wc -c <"$part")
[ "${got:-0}" -eq "$size" ] && mv -f "$part" "$upload" || { rm -f "$part"; fail interrupted "only $got of $size bytes of the agent arrived | Try again."; }
)sh";
    return {"Upload the agent", command, true, head + "rm -f \"$L\"/.upload-*", 600};
}

DeliveryStep placeStep(const AgentBinary &agent, const std::string &head)
{
    const std::string command = head + "build=" + agent.build() + "; sum=" + agent.sha256 + "; version=" + shellQuoted(agent.version) + R"sh(
upload="$L/.upload-$build"; program="$L/$build/chandelier-agent"
[ -f "$upload" ] || [ ! -f "$program" ] || cp -p "$program" "$upload" # this step has run before, and nobody heard of it
if has sha256sum; then is=$(sha256sum <"$upload"); elif has openssl; then is=$(openssl dgst -sha256 -r <"$upload"); else fail tool-missing 'neither sha256sum nor openssl is there to check the upload | Install coreutils.'; fi
is=${is%% *}
[ "$is" = "$sum" ] || fail interrupted "the agent arrived damaged: SHA-256 is $is, should be $sum | Try again; if it happens again, check this host's memory and disk."
mkdir -p "$L/$build" && chmod 755 "$upload" && mv -f "$upload" "$program" || fail tool-failed "the agent cannot be put into $L/$build | df -h $L; df -i $L"
if has restorecon; then restorecon -R "$L" 2>/dev/null; fi
said=$("$program" --version 2>&1); code=$?
case $code:$said in
0:"chandelier-agent $version "*) ;;
126:*) fail access-denied "the agent may not be started in $L: $said | Is that file system mounted noexec, or does fapolicyd forbid it?" ;;
*) fail tool-failed "the agent does not start there (code $code): $said | Is it for this host's processor?" ;;
esac
)sh";
    return {"Check the agent", command, false, head + "if [ \"$(readlink \"$L/current\")\" != " + agent.build() + " ]; then rm -rf \"$L/" + agent.build() + "\"; fi", 60};
}

DeliveryStep unitStep(const std::string &head, const Layout &layout)
{
    const std::string command = head + "text=" + shellQuoted(unitText(layout)) + R"sh(
mkdir -p "${U%/*}"
if [ -f "$L/.unit-before" ] || [ -f "$L/.unit-none" ]; then :
elif [ -f "$U" ]; then cp -p "$U" "$L/.unit-copy" && mv -f "$L/.unit-copy" "$L/.unit-before"
else : >"$L/.unit-none"; fi
printf '%s' "$text" >"$U.new" && mv -f "$U.new" "$U" || fail tool-failed "the unit $U cannot be written | Is /etc writable and not full?"
systemctl daemon-reload || fail tool-failed 'systemd did not read its units again | systemctl daemon-reload'
)sh";
    const std::string undo = head + R"sh(
if [ -f "$L/.unit-before" ]; then mv -f "$L/.unit-before" "$U"; elif [ -f "$L/.unit-none" ]; then systemctl disable chandelier-agent.service 2>/dev/null; rm -f "$U" "$U.new"; fi
systemctl daemon-reload; exit 0
)sh";
    return {"Write the service", command, false, undo, 60};
}

// The switch and the way back are one command, so that it ends well there even when the line breaks in the middle.
DeliveryStep startStep(const AgentBinary &agent, const std::string &previous, const std::string &head)
{
    const std::string back = "build=" + agent.build() + "; previous=" + shellQuoted(previous) + R"sh(
back() {
    if [ -n "$previous" ]; then
        [ "$(readlink "$L/current")" = "$previous" ] && return 0
        switch "$previous"
        if [ -f "$L/.unit-before" ]; then cp -p "$L/.unit-before" "$U"; systemctl daemon-reload; fi
        systemctl restart chandelier-agent.service
        wait_for "$L/current/chandelier-agent"
    else
        systemctl stop chandelier-agent.service 2>/dev/null
        systemctl disable chandelier-agent.service 2>/dev/null
        systemctl reset-failed chandelier-agent.service 2>/dev/null
        rm -f "$L/current" "$R/agent.sock"
    fi
}
)sh";
    const std::string command = head + back + R"sh(
trap '' HUP PIPE
switch "$build" || fail tool-failed "the link $L/current cannot be switched | df -h $L"
systemctl enable chandelier-agent.service 2>/dev/null
if systemctl restart chandelier-agent.service && wait_for "$L/current/chandelier-agent"; then exit 0; fi
log=$(systemctl status chandelier-agent.service 2>&1 | tail -n 5 | tr '\n' ' ')
back
fail tool-failed "the new agent did not answer within $((TRIES / 4)) s: $said; $log | journalctl -u chandelier-agent"
)sh";
    return {"Start the agent", command, false, head + back + "back; exit 0", 120};
}

} // namespace

std::string shellHead(const Layout &layout)
{
    return "ROOT=" + shellQuoted(layout.root) + "; TRIES=" + std::to_string(4 * layout.answerSeconds) + toolsPart;
}

std::string unitText(const Layout &layout)
{
    std::string text = packagedUnit;
    const auto replace = [&](const std::string &from, const std::string &to) {
        for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
            text.replace(at, from.size(), to);
    };
    replace("/var/lib/chandelier", layout.state());
    replace("/run/chandelier", layout.runtime());
    replace("/usr/sbin/chandelier-agent", layout.folder() + "/current/chandelier-agent");
    return text;
}

std::vector<DeliveryStep> installSteps(const AgentBinary &agent, const std::string &previous, const std::string &join, const Layout &layout)
{
    const std::string head = shellHead(layout), before = previous == agent.build() ? std::string() : previous;
    std::vector<DeliveryStep> steps{prepareStep(agent, head), groupStep(join, head), uploadStep(agent, head), placeStep(agent, head),
        unitStep(head, layout), startStep(agent, before, head)};
    if (previous == agent.build()) // its own files are replaced by the same ones: there is nothing to go back to, and nothing to remove
        for (DeliveryStep &step : steps)
            step.undo.clear();
    return steps;
}

std::vector<DeliveryStep> startSteps(const std::string &join, const Layout &layout)
{
    const std::string head = shellHead(layout);
    const std::string command = head + R"sh(
program="$ROOT/usr/sbin/chandelier-agent"; [ -x "$L/current/chandelier-agent" ] && program="$L/current/chandelier-agent"
systemctl enable chandelier-agent.service 2>/dev/null
systemctl is-active -q chandelier-agent.service || systemctl start chandelier-agent.service
wait_for "$program" || fail tool-failed "the agent does not answer: $said | journalctl -u chandelier-agent"
)sh";
    return {groupStep(join, head), {"Start the agent", command, false, {}, 60}};
}

DeliveryStep tidyStep(const std::string &build, const std::string &previous, const Layout &layout)
{
    return {"Tidy up", shellHead(layout) + "build=" + shellQuoted(build) + "; previous=" + shellQuoted(previous) + R"sh(
rm -f "$L/.unit-before" "$L/.unit-none" "$L/.unit-copy" "$L"/.upload-*
for dir in "$L"/*/; do
    dir=${dir%/}; name=${dir##*/}
    case $name in current | "$build" | "$previous") ;; *) [ -L "$dir" ] || rm -rf "$dir" ;; esac
done
exit 0
)sh", false, {}, 30};
}

std::vector<DeliveryStep> removeSteps(bool anyway, const Layout &layout)
{
    const std::string head = shellHead(layout);
    const std::string look = head + R"sh(
for file in "$S"/steps/*/worker; do
    [ -f "$file" ] || continue
    pid=$(sed -n 's/.*"pid": *\([0-9][0-9]*\).*/\1/p' "$file")
    case $(readlink "/proc/$pid/exe" 2>/dev/null) in
    *chandelier-agent*) fail conflict "a step of a job runs on this host (process $pid) | Wait for it to end, or cancel the job." ;;
    esac
done
mounted=$(awk '($3 == "lustre" || $3 == "lustre_tgt") && $1 !~ /:\// {print $2}' "$ROOT/proc/mounts" 2>/dev/null | tr '\n' ' ')
[ -z "$mounted" ] || fail conflict "Lustre targets are mounted here: $mounted| Stop them or move them away first, or say that they shall go on without an agent (--force)."
)sh";
    const std::string stop = head + R"sh(
if has systemctl; then
    systemctl disable --now chandelier-agent.service 2>/dev/null
    systemctl is-active -q chandelier-agent.service && fail tool-failed 'the agent does not stop | systemctl stop chandelier-agent'
fi
exit 0
)sh";
    const std::string package = head + R"sh(
program=/usr/sbin/chandelier-agent
[ -z "$ROOT" ] && [ -e $program ] || exit 0
if has rpm && name=$(rpm -qf --qf '%{NAME}' $program 2>/dev/null); then
    for tool in dnf yum zypper; do has $tool && break; done
    case $tool in zypper) zypper -n remove "$name" ;; *) $tool -y -q remove "$name" ;; esac || rpm -e "$name"
elif has dpkg && name=$(dpkg -S $program 2>/dev/null); then
    name=${name%%:*}; DEBIAN_FRONTEND=noninteractive dpkg --purge "$name"
else
    exit 0
fi >/dev/null 2>&1 || fail tool-failed "the package $name cannot be removed | Remove it by hand."
exit 0
)sh";
    const std::string files = head + R"sh(
made=$(sed -n 's/^dir //p' "$L/.made" 2>/dev/null)
# A host that is given back has none of these any more; one that is removed by force may.
lists=$(ls -d "$ROOT"/etc/yum.repos.d/chandelier-*.repo "$ROOT"/etc/zypp/repos.d/chandelier-*.repo "$ROOT"/etc/apt/sources.list.d/chandelier-*.list \
    "$ROOT"/etc/apt/keyrings/chandelier-* "$ROOT"/etc/pki/rpm-gpg/RPM-GPG-KEY-chandelier-* 2>/dev/null)
rm -f "$U" "$U.new" "${U%/*}/multi-user.target.wants/chandelier-agent.service"
rm -rf "$L" "$S" "$R"
for dir in $made; do rmdir "$dir" 2>/dev/null; done
rm -f $lists
rm -rf "$ROOT"/var/cache/dnf/chandelier-* "$ROOT"/var/cache/yum/*/*/chandelier-* "$ROOT"/var/cache/zypp/*/chandelier-*
for group in chandelier-admin chandelier-view; do del_group $group; done
if has systemctl; then systemctl daemon-reload; systemctl reset-failed chandelier-agent.service 2>/dev/null; fi
left=
for path in "$L" "$S" "$R" "$U" $lists; do [ -e "$path" ] && left="$left $path"; done
for group in chandelier-admin chandelier-view; do has_group $group && left="$left group:$group"; done
[ -z "$left" ] || fail tool-failed "these are still there:$left | Remove them by hand."
exit 0
)sh";
    std::vector<DeliveryStep> steps{{"Stop the agent", stop, false, {}, 60}, {"Remove its package", package, false, {}, 300}, {"Remove its files", files, false, {}, 60}};
    if (!anyway)
        steps.insert(steps.begin(), {"Look what depends on it", look, false, {}, 30});
    return steps;
}

Error stepError(const std::string &server, const std::string &step, int exitCode, const std::string &output, const std::string &errors)
{
    const std::string mark = "chandelier: ", text = output + (output.empty() || output.ends_with('\n') ? "" : "\n") + errors;
    Error error{Problem::ToolFailed, server + ": " + step + " failed" + (exitCode < 0 ? " (it was ended by a signal)" : " with code " + std::to_string(exitCode)) + ".",
        text.size() > 600 ? "..." + text.substr(text.size() - 600) : text, "Look at the server, then try again."};
    if (const std::size_t at = ("\n" + errors).rfind("\n" + mark); at != std::string::npos) {
        const std::string line = errors.substr(at + mark.size(), errors.find('\n', at) - at - mark.size());
        const std::size_t colon = line.find(": "), bar = line.rfind(" | ");
        if (const auto problem = protocol::problemFromWord(line.substr(0, colon)); problem && colon != std::string::npos) {
            error.problem = *problem;
            error.message = server + ": " + line.substr(colon + 2, bar == std::string::npos ? bar : bar - colon - 2) + ".";
            error.remedy = bar == std::string::npos ? error.remedy : line.substr(bar + 3);
            error.detail = step + (output.empty() ? "" : ": " + output.substr(0, 600));
        }
        return error;
    }
    struct Known {
        const char *words;
        Problem problem;
        const char *says, *remedy;
    };
    static constexpr Known known[]{
        {"incorrect password", Problem::AccessDenied, "the password for sudo is wrong", "Give it again."},
        {"no password was provided", Problem::AccessDenied, "the password for sudo is wrong", "Give it again."},
        {"Sorry, try again", Problem::AccessDenied, "the password for sudo is wrong", "Give it again."},
        {"password is required", Problem::AccessDenied, "sudo wants a password", "Give the password for sudo."},
        {"not in the sudoers", Problem::AccessDenied, "this user may not use sudo", "Log in as root, or let an administrator add the user to the group wheel or sudo."},
        {"not allowed to", Problem::AccessDenied, "this user may not use sudo for this", "Log in as root, or let an administrator allow it."},
        {"must have a tty", Problem::AccessDenied, "sudo wants a terminal (requiretty)", "As root: add \"Defaults:USER !requiretty\" to /etc/sudoers.d"},
        {"sudo: not found", Problem::ToolMissing, "sudo is not installed there", "Log in as root."},
        {"sudo: command not found", Problem::ToolMissing, "sudo is not installed there", "Log in as root."},
        {"No space left", Problem::NoSpace, "a disk is full there", "df -h"},
    };
    for (const Known &one : known)
        if (text.find(one.words) != std::string::npos)
            return {one.problem, server + ": " + one.says + ".", step + ": " + error.detail, one.remedy};
    return error;
}

std::vector<std::string> leftBehind(const std::string &server)
{
    return {
        "The agent's files stay in /usr/libexec/chandelier, its service in /etc/systemd/system/chandelier-agent.service, and when " + server
            + " boots again the agent runs again; nobody of this program talks to it then.",
        "Its journal and audit stay in /var/lib/chandelier, the groups chandelier-admin and chandelier-view in /etc/group.",
        "Lustre's packages, LNet's configuration and what lies on the disks stay as they are. Targets that " + server
            + " had mounted may be mounted there again when it comes back.",
        "To clean up later, add " + server + " again and remove it without --force, or there: systemctl disable --now chandelier-agent;"
            " rm -rf /usr/libexec/chandelier /etc/systemd/system/chandelier-agent.service /var/lib/chandelier /run/chandelier;"
            " groupdel chandelier-admin; groupdel chandelier-view"};
}

} // namespace fleet
