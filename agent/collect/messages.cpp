// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/collect/messages.h"

#include "agent/collect/figure.h"
#include "agent/collect/names.h"
#include "agent/collect/scan.h"

#include <array>

namespace collect {

namespace {

/// A kind by words that all must be there, in this order. The first row that fits is taken. Severity: '-' what the prefix says.
struct MessageRow {
    std::string_view kind;
    char severity; ///< i w e c -
    std::string_view words; ///< divided by '*'
};

// Texts of lustre-release 2.1 to 2.17: what the kernel prints between names and numbers.
constexpr std::array<MessageRow, 58> messageTable{{
    {"marker", 'i', "DEBUG MARKER"},
    {"suppressed", 'i', "Skipped *previous similar message"},
    {"lbug", 'c', "LBUG"},
    {"lbug", 'c', "ASSERTION(*) failed"},
    {"eviction_self", 'e', "This client was evicted by"},
    {"eviction", 'e', "callback timer expired after*evicting client at"},
    {"eviction", 'w', "haven't heard from client*I think it's dead, and I am evicting it"},
    {"eviction", 'e', "A client on nid*was evicted due to a lock"},
    {"eviction", 'w', "evicting*administrative request"},
    {"eviction", 'w', "evicting*adminstrative request"},
    {"connection_lost", '-', "Connection to*was lost; in progress operations"},
    {"connection_restored", 'i', "Connection restored to"},
    {"recovery_start", 'w', "Will be in recovery for at least"},
    {"recovery_wait", 'i', "in recovery but waiting for the first client to connect"},
    {"recovery_start", 'i', "Imperative Recovery*enabled, recovery window"},
    {"recovery_done", 'i', "Recovery over after"},
    {"recovery_denied", 'w', "Denying connection for new client"},
    {"recovery_aborted", 'e', "Aborting recovery"},
    {"recovery_aborted", 'e', "recovery is aborted"},
    {"recovery_stale", 'w', "recovery is timed out, evict stale exports"},
    {"recovery_stale", 'w', "disconnecting*stale clients"},
    {"target_unavailable", 'e', "not available for connect from"},
    {"rpc_failed", '-', "operation*to node*failed: rc ="},
    {"rpc_timeout", '-', "Request sent has timed out"},
    {"rpc_timeout", '-', "Request sent has failed due to network error"},
    {"rpc_timeout", '-', "@@@ timeout"},
    {"lock_timeout", 'e', "lock timed out (enqueued at"},
    {"thread_hung", 'w', "service thread pid*was inactive for"},
    {"thread_hung", 'w', "Service thread pid*was inactive for"},
    {"thread_hung_resolved", 'w', "ervice thread pid*completed after"},
    {"slow", '-', "slow creates, last="},
    {"slow", '-', "due to heavy IO load"},
    {"slow", '-', ": slow "},
    {"slow", '-', "is processing requests too slowly"},
    {"slow", '-', "not able to keep up with request traffic"},
    {"unhealthy", 'e', "reported unhealthy"},
    {"no_space", 'e', "can't precreate: rc = -28"},
    {"no_space", 'e', "precreate*rc = -28"},
    {"fs_readonly", 'c', "LDISKFS-fs error"},
    {"fs_readonly", 'c', "LDISKFS-fs*Remounting filesystem read-only"},
    {"fs_readonly", 'c', "*** setting device*read-only ***"},
    {"fs_readonly", 'c', "Aborting journal on device"},
    {"mmp", 'c', "multi_mount_protect"},
    {"checksum", 'e', "BAD WRITE CHECKSUM"},
    {"checksum", 'e', "BAD READ CHECKSUM"},
    {"index_in_use", 'e', "requested index*already in use"},
    {"mgs_unreachable", 'e', "cannot register this server with the MGS"},
    {"config_failed", 'e', "The configuration from log*failed"},
    {"config_failed", 'e', "Failed to get MGS log"},
    {"failover", 'w', "Failing over "},
    {"umount", 'w', "server umount*complete"},
    {"umount_client", 'w', "Unmounted "},
    {"mount_client", 'w', "Mounted "},
    {"new_target", 'w', "new disk, initializing"},
    {"lnet_timeout", '-', "Timed out tx"},
    {"lnet_down", 'e', "has no link"},
    {"lnet_health", 'e', "recovery failed with"},
    {"lnet_down", 'e', "timed out; the network or node may be down"},
}};

bool fits(std::string_view text, std::string_view words)
{
    if (startsWith(words, "***")) // stars of its own
        return contains(text, "*** setting device") && contains(text, "read-only ***");
    for (const std::string_view part : split(words, '*')) {
        const std::size_t at = text.find(part);
        if (at == std::string_view::npos)
            return false;
        text.remove_prefix(at + part.size());
    }
    return true;
}

std::string_view take(std::string_view &rest, std::size_t size)
{
    const std::string_view head = rest.substr(0, size);
    rest.remove_prefix(std::min(size, rest.size()));
    while (!rest.empty() && rest.front() == ' ')
        rest.remove_prefix(1);
    return head;
}

bool isMonth(std::string_view word)
{
    return word.size() == 3 && std::string_view("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec ").find(std::string(word) + " ") != std::string_view::npos;
}

/// "[12345.678901]" of the kernel's clock; the bracket of dmesg -T holds a date.
bool isKernelTime(std::string_view inside)
{
    Number number;
    inside = trim(inside);
    const std::size_t dot = inside.find('.');
    return dot != std::string_view::npos && isDigits(inside.substr(0, dot)) && isDigits(inside.substr(dot + 1));
}

void readHead(std::string_view &rest, Message &message)
{
    while (!rest.empty() && rest.front() == ' ')
        rest.remove_prefix(1);
    const std::size_t close = rest.find(']');
    if (startsWith(rest, "[") && close != std::string_view::npos) {
        const std::string_view inside = rest.substr(1, close - 1);
        Words words(inside);
        words.next();
        const bool date = isMonth(words.next());
        if (!date && !isKernelTime(inside))
            return;
        message.time = trim(inside);
        message.program = "kernel";
        take(rest, close + 1);
        return;
    }
    const std::string_view first = rest.substr(0, rest.find(' '));
    if (isMonth(first)) { // "May  7 07:00:00 host program: "
        const std::size_t colon = rest.find(':');
        if (colon == std::string_view::npos || rest.size() < 16)
            return;
        message.time = rest.substr(0, 15);
        take(rest, 15);
    } else if (first.size() > 18 && first[4] == '-' && first[10] == 'T') {
        message.time = first;
        take(rest, first.size());
    } else
        return;
    message.host = take(rest, rest.find(' '));
    const std::size_t end = rest.find(": ");
    if (end == std::string_view::npos || rest.substr(0, end).find(' ') != std::string_view::npos)
        return;
    message.program = rest.substr(0, end);
    take(rest, end + 1);
    const std::size_t bracket = rest.find(']');
    if (startsWith(rest, "[") && bracket != std::string_view::npos && isKernelTime(rest.substr(1, bracket - 1)))
        take(rest, bracket + 1);
}

/// "166-1: " and "5629:0:(file.c:12:function()) ".
void readPlace(std::string_view &rest, Message &message)
{
    const std::size_t colon = rest.find(':');
    if (colon == std::string_view::npos)
        return;
    const std::string_view first = rest.substr(0, colon);
    const std::size_t dash = first.find('-');
    if (dash != std::string_view::npos && first.size() <= 5 && isHex(first.substr(0, dash)) && isHex(first.substr(dash + 1))) {
        message.code = first;
        take(rest, colon + 1);
        return;
    }
    const std::size_t open = rest.find('('), close = rest.find("()) ");
    if (!isDigits(first) || open == std::string_view::npos || close == std::string_view::npos || open > 24 || close < open)
        return;
    message.pid = first;
    message.place = rest.substr(open + 1, close - open - 1);
    take(rest, close + 4);
}

std::string_view clusterKind(const Message &message)
{
    const std::string_view program = message.program.substr(0, message.program.find_first_of("[("));
    if (program == "stonith-ng" || program == "pacemaker-fenced" || program == "stonith" || program == "fenced" || program == "sbd" || startsWith(program, "fence_"))
        return "fencing";
    static constexpr std::array<std::string_view, 17> daemons{"pacemakerd", "corosync", "crmd", "pengine", "attrd", "lrmd", "cib", "pacemaker-controld", "pacemaker-schedulerd",
        "pacemaker-attrd", "pacemaker-execd", "pacemaker-based", "crm_mon", "crm_resource", "crm_attribute", "pcsd", "heartbeat"};
    for (const std::string_view daemon : daemons)
        if (program == daemon)
            return contains(message.text, "tonith") ? "fencing" : "cluster";
    // Resource agents log as NAME(RESOURCE)[pid].
    if (contains(message.program, "(") && contains(message.program, ")["))
        return "resource";
    return {};
}

Severity severityOf(char letter, std::string_view subsystem)
{
    return letter == 'i' ? Severity::Info : letter == 'w' ? Severity::Warning : letter == 'e' ? Severity::Error : letter == 'c' ? Severity::Critical
        : endsWith(subsystem, "Error") ? Severity::Error : Severity::Warning;
}

void classify(Message &message)
{
    message.kind = "other";
    const bool ldiskfs = startsWith(message.text, "LDISKFS-fs") || startsWith(message.text, "Aborting journal");
    if (message.subsystem.empty() && !ldiskfs) {
        if (const std::string_view kind = clusterKind(message); !kind.empty())
            message.kind = kind;
        return;
    }
    message.severity = endsWith(message.subsystem, "Error") ? Severity::Error : Severity::Info;
    for (const MessageRow &row : messageTable) {
        if (!fits(message.text, row.words))
            continue;
        message.kind = row.kind;
        message.severity = severityOf(row.severity, message.subsystem);
        break;
    }
    if (message.kind == "recovery_done" && !contains(message.text, "and 0 were evicted"))
        message.kind = "recovery_done_with_evictions";
    Number number;
    if (message.kind == "suppressed" && readNumber(Words(message.text.substr(message.text.find("Skipped ") + 8)).next(), number))
        message.repeats = number.whole();
}

bool nidCharacter(char c)
{
    return isHex(std::string_view(&c, 1)) || c == '.' || c == ':';
}

} // namespace

std::string_view word(Severity severity)
{
    return severity == Severity::Info ? "info" : severity == Severity::Warning ? "warning" : severity == Severity::Error ? "error" : "critical";
}

std::string nidIn(std::string_view text)
{
    static constexpr std::array<std::string_view, 8> nets{"tcp", "o2ib", "kfi", "gni", "lo", "ptlf", "gip", "efa"};
    for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
        std::size_t begin = at, end = std::string_view::npos;
        while (begin > 0 && nidCharacter(text[begin - 1]))
            --begin;
        // "12345-10.0.0.1@tcp": a process id; "MGC10.0.0.1": C is a hexadecimal letter.
        const std::string_view before = text.substr(0, begin);
        if (endsWith(before, "MG") && text[begin] == 'C')
            ++begin;
        while (begin < at && text[begin] == ':')
            ++begin;
        for (const std::string_view net : nets)
            if (startsWith(text.substr(at + 1), net))
                end = at + 1 + net.size();
        if (end == std::string_view::npos || begin == at)
            continue;
        while (end < text.size() && text[end] >= '0' && text[end] <= '9')
            ++end;
        return std::string(text.substr(begin, end - begin));
    }
    return {};
}

Message readMessage(std::string_view line)
{
    Message message;
    std::string_view rest = trimEnd(line);
    readHead(rest, message);
    for (const std::string_view name : {"LustreError", "Lustre", "LNetError", "LNet"})
        if (startsWith(rest, name) && rest.size() > name.size() + 1 && rest[name.size()] == ':' && rest[name.size() + 1] == ' ') {
            message.subsystem = name;
            take(rest, name.size() + 1);
            readPlace(rest, message);
            break;
        }
    message.text = rest;
    classify(message);
    for (const std::string_view part : wordList(rest)) {
        const std::size_t dash = part.find_first_of("-");
        if (dash == std::string_view::npos || !message.target.empty())
            continue;
        std::string_view candidate = part;
        for (const std::string_view arrow : {"->", ":", "("})
            for (std::size_t at = candidate.find(arrow); at != std::string_view::npos && targetIn(candidate.substr(0, at)).empty(); at = candidate.find(arrow))
                candidate.remove_prefix(at + arrow.size());
        std::string_view target = targetIn(candidate);
        for (const std::string_view head : {"filter-", "mdt-"})
            if (startsWith(target, head))
                target.remove_prefix(head.size());
        message.target = target;
    }
    message.nid = nidIn(rest);
    return message;
}

} // namespace collect
