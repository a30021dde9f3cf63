// SPDX-License-Identifier: GPL-3.0-or-later
// corosync.conf(5), and what corosync-cfgtool -s and corosync-quorumtool -s print, of Corosync 1 to 3.
#include "core/inventory/haparse.h"
#include "core/inventory/hascan.h"

#include <algorithm>

namespace ha {

namespace {

constexpr std::size_t largestText = 1U << 20;

/// A node id has 32 bits without a sign; those made of addresses use all of them.
int numberIn(std::string_view text)
{
    return int(static_cast<std::uint32_t>(wholeNumber(text)));
}

std::string_view trimmed(std::string_view text)
{
    const char *const blanks = " \t\r\n";
    const std::size_t from = text.find_first_not_of(blanks);
    return from == std::string_view::npos ? std::string_view() : text.substr(from, text.find_last_not_of(blanks) - from + 1);
}

/// The next line, without its end; false when there is none.
bool nextLine(std::string_view &rest, std::string_view &line)
{
    if (rest.empty())
        return false;
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return true;
}

std::vector<std::string> words(std::string_view text)
{
    std::vector<std::string> out;
    for (std::size_t at = 0; at < text.size();) {
        at = text.find_first_not_of(" \t\r", at);
        if (at == std::string_view::npos)
            break;
        const std::size_t end = std::min(text.find_first_of(" \t\r", at), text.size());
        out.emplace_back(text.substr(at, end - at));
        at = end;
    }
    return out;
}

bool keyValue(std::string_view line, char between, std::string &key, std::string &value)
{
    const std::size_t at = line.find(between);
    if (at == std::string_view::npos)
        return false;
    key = trimmed(line.substr(0, at));
    value = trimmed(line.substr(at + 1));
    return !key.empty();
}

Error notCorosync(const std::string &what, int line)
{
    return { protocol::Problem::BadMessage, "corosync.conf, line " + std::to_string(line) + ": " + what, {}, "Compare it with corosync.conf(5)." };
}

class ConfReader {
public:
    Result<CorosyncConf> read(std::string_view text)
    {
        m_out.ours = text.starts_with("# Written by Chandelier");
        std::string_view line;
        while (nextLine(text, line)) {
            ++m_line;
            if (const std::string problem = take(trimmed(line)); !problem.empty())
                return notCorosync(problem, m_line);
        }
        if (!m_path.empty())
            return notCorosync("the section \"" + m_path.back() + "\" is not closed", m_line);
        if (m_out.values.empty())
            return notCorosync("there is nothing in it", m_line);
        settle();
        return std::move(m_out);
    }

private:
    std::string take(std::string_view line)
    {
        if (line.empty() || line.front() == '#')
            return {};
        if (line.back() == '{') {
            m_path.emplace_back(trimmed(line.substr(0, line.size() - 1)));
            if (m_path.size() == 2 && m_path[0] == "nodelist" && m_path[1] == "node")
                m_out.nodes.emplace_back();
            return m_path.size() > 16 ? "sections are nested too deep" : m_path.back().empty() ? "a section has no name" : "";
        }
        if (line == "}") {
            if (m_path.empty())
                return "a section is closed that was not opened";
            m_path.pop_back();
            return {};
        }
        std::string key, value;
        if (!keyValue(line, ':', key, value))
            return "\"" + std::string(line.substr(0, 80)) + "\" is neither \"name: value\" nor a section";
        put(key, value);
        return {};
    }

    void put(const std::string &key, const std::string &value)
    {
        if (m_path.size() == 2 && m_path[0] == "nodelist" && m_path[1] == "node" && !m_out.nodes.empty())
            node(m_out.nodes.back(), key, value);
        std::string path;
        for (const std::string &section : m_path)
            path += section + ".";
        path += key;
        const int again = ++m_times[path];
        m_out.values.emplace(again == 1 ? path : path + "#" + std::to_string(again), value);
    }

    static void node(CorosyncNode &node, const std::string &key, const std::string &value)
    {
        if (key == "name")
            node.name = value;
        else if (key == "nodeid")
            node.nodeId = numberIn(value);
        else if (key.size() == 10 && key.starts_with("ring") && key.ends_with("_addr") && key[4] >= '0' && key[4] <= '7') {
            const std::size_t ring = std::size_t(key[4] - '0');
            node.addresses.resize(std::max(node.addresses.size(), ring + 1));
            node.addresses[ring] = value;
        }
    }

    const std::string &value(const char *path) const
    {
        static const std::string none;
        const auto found = m_out.values.find(path);
        return found == m_out.values.end() ? none : found->second;
    }

    void settle()
    {
        m_out.clusterName = value("totem.cluster_name");
        m_out.transport = value("totem.transport");
        m_out.tokenMs = numberIn(value("totem.token"));
        m_out.consensusMs = numberIn(value("totem.consensus"));
        m_out.cipher = value("totem.crypto_cipher");
        m_out.hash = value("totem.crypto_hash");
        m_out.secauth = isYes(value("totem.secauth"));
        m_out.quorumProvider = value("quorum.provider");
        m_out.twoNode = isYes(value("quorum.two_node"));
        const std::string &wait = value("quorum.wait_for_all"); // two_node brings it along
        m_out.waitForAll = wait.empty() ? m_out.twoNode : isYes(wait);
        if (const std::string &host = value("quorum.device.net.host"); !host.empty())
            m_out.qdevice = QuorumDevice { host, value("quorum.device.net.algorithm") };
    }

    CorosyncConf m_out;
    std::vector<std::string> m_path;
    std::map<std::string, int> m_times;
    int m_line = 0;
};

class LinkReader {
public:
    Result<Links> read(std::string_view text)
    {
        std::string_view line;
        while (nextLine(text, line))
            take(trimmed(line));
        if (m_out.nodeId == 0 && m_out.links.empty())
            return Error { protocol::Problem::BadMessage, "corosync-cfgtool said nothing of links", std::string(text.substr(0, 200)), {} };
        for (Link &link : m_out.links)
            link.faulty = link.words.find("FAULTY") != std::string::npos
                || std::any_of(link.peers.begin(), link.peers.end(), [](const LinkPeer &p) { return !p.connected && !p.self; });
        return std::move(m_out);
    }

private:
    void take(std::string_view line)
    {
        const std::vector<std::string> w = words(line);
        if (w.size() >= 4 && w[0] == "Local" && w[1] == "node" && w[2] == "ID") {
            m_out.nodeId = numberIn(w[3].substr(0, w[3].find(',')));
            if (w.size() >= 6 && w[4] == "transport")
                m_out.transport = w[5];
            return;
        }
        if (w.size() >= 3 && ((w[0] == "LINK" && w[1] == "ID") || (w[0] == "RING" && w[1] == "ID"))) {
            Link &link = m_out.links.emplace_back();
            link.number = numberIn(w[2]);
            link.transport = w.size() > 3 ? w[3] : std::string();
            return;
        }
        std::string key, value;
        if (!m_out.links.empty() && keyValue(line, '=', key, value))
            field(m_out.links.back(), key, value);
        else if (!m_out.links.empty() && w.size() >= 3 && (w[0] == "nodeid" || w[0] == "nodeid:"))
            peer(m_out.links.back(), w);
    }

    static void field(Link &link, const std::string &key, const std::string &value)
    {
        if (key == "addr" || key == "id")
            link.address = value;
        else if (key == "status" && value.find_first_not_of("0123456789n") != std::string::npos)
            link.words = value;
    }

    /// "nodeid:          2:	connected" and "nodeid  2:	link enabled:1	link connected:0" of Corosync 3.0.
    void peer(Link &link, const std::vector<std::string> &w) const
    {
        LinkPeer out;
        out.nodeId = numberIn(w[1].substr(0, w[1].find(':')));
        for (std::size_t i = 2; i < w.size(); ++i)
            out.words += (out.words.empty() ? "" : " ") + w[i];
        out.self = out.nodeId == m_out.nodeId || out.words == "localhost";
        out.connected = out.words == "localhost" || out.words == "connected" || out.words.find("connected:1") != std::string::npos;
        link.peers.push_back(std::move(out));
    }

    Links m_out;
};

class QuorumReader {
public:
    Result<Quorum> read(std::string_view text)
    {
        std::string_view line, all = text;
        while (nextLine(all, line))
            if (m_members)
                member(line);
            else
                take(line);
        if (!m_any)
            return Error { protocol::Problem::BadMessage, "corosync-quorumtool said nothing of a quorum", std::string(text.substr(0, 200)), {} };
        return std::move(m_out);
    }

private:
    void take(std::string_view line)
    {
        std::string key, value;
        if (words(line).size() >= 3 && words(line)[0] == "Nodeid" && words(line)[1] == "Votes")
            m_members = true;
        else if (keyValue(line, ':', key, value))
            put(key, value);
    }

    void put(const std::string &key, const std::string &value)
    {
        m_any = m_any || key == "Quorate";
        if (key == "Quorate")
            m_out.quorate = value == "Yes";
        else if (key == "Nodes")
            m_out.nodes = numberIn(value);
        else if (key == "Ring ID")
            m_out.ring = value;
        else if (key == "Expected votes")
            m_out.expectedVotes = numberIn(value);
        else if (key == "Highest expected")
            m_out.highestExpected = numberIn(value);
        else if (key == "Total votes")
            m_out.totalVotes = numberIn(value);
        else if (key == "Quorum")
            m_out.needed = numberIn(value);
        else if (key == "Flags")
            m_out.flags = words(value);
    }

    /// "1  1  A,V,NMW  n1 (local)"; the column of the device is there only where there is one.
    void member(std::string_view line)
    {
        std::vector<std::string> w = words(line);
        if (w.size() < 3 || w[0].find_first_not_of("0123456789xabcdefABCDEF") != std::string::npos)
            return;
        QuorumVoter v;
        v.nodeId = numberIn(w[0]);
        v.votes = numberIn(w[1]);
        v.local = w.back() == "(local)";
        if (v.local)
            w.pop_back();
        v.name = w.back();
        v.qdevice = v.name == "Qdevice";
        if (w.size() > 3)
            v.qdeviceFlags = w[2];
        m_out.voters.push_back(std::move(v));
    }

    Quorum m_out;
    bool m_members = false, m_any = false;
};

Error tooLarge(const char *what)
{
    return { protocol::Problem::BadMessage, std::string(what) + " is larger than 1 MiB", {}, "Look at what is there on the host." };
}

} // namespace

Result<CorosyncConf> parseCorosyncConf(std::string_view text)
{
    return text.size() > largestText ? Result<CorosyncConf>(tooLarge("corosync.conf")) : ConfReader().read(text);
}

Result<Links> parseLinks(std::string_view text)
{
    return text.size() > largestText ? Result<Links>(tooLarge("what corosync-cfgtool printed")) : LinkReader().read(text);
}

Result<Quorum> parseQuorum(std::string_view text)
{
    return text.size() > largestText ? Result<Quorum>(tooLarge("what corosync-quorumtool printed")) : QuorumReader().read(text);
}

} // namespace ha
