// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simhost/device.h"

#include <algorithm>

namespace simhost {

namespace {

struct Node {
    Json values = Json::object(); ///< by lower-case column
    std::vector<Node> children;
};

std::string majorMinor(const std::string &kernel, int number)
{
    const int major = kernel.rfind("dm-", 0) == 0 ? 253 : kernel.rfind("nvme", 0) == 0 ? 259 : kernel.rfind("vd", 0) == 0 ? 254 : 8;
    if (kernel.rfind("vd", 0) == 0)
        return format("254:%d", (kernel[2] - 'a') * 16);
    return format("%d:%d", major, kernel.rfind("sd", 0) == 0 ? 16 * number : number);
}

std::string humanSize(std::int64_t bytes)
{
    const char *units = "BKMGTPE";
    double size = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (size >= 1024 && unit < 6) {
        size /= 1024;
        ++unit;
    }
    std::string text = format("%.1f", size);
    if (text.substr(text.size() - 2) == ".0")
        text.resize(text.size() - 2);
    return text + units[unit];
}

class Tree {
public:
    Tree(Session &session, const Call &call) : m_session(session), m_call(call) { }
    std::vector<Node> made()
    {
        int number = 0;
        for (const Json &entry : at(m_session.host(m_call.host), "disks")) {
            const std::string serial = str(entry, "disk");
            if (!flag(m_session.disk(serial), "present", true))
                continue;
            const Node top = nodeOf(entry, serial, str(entry, "kernel"), number);
            if (str(entry, "mapper").empty()) {
                m_nodes.push_back(top);
                ++number;
                continue;
            }
            for (const Json &path : at(entry, "paths")) {
                Node leg = nodeOf(entry, serial, path.get<std::string>(), ++number);
                leg.values["fstype"] = "mpath_member";
                leg.values["label"] = leg.values["uuid"] = nullptr;
                Node map = top;
                map.values["pkname"] = path;
                leg.children.push_back(map);
                m_nodes.push_back(leg);
            }
        }
        return m_nodes;
    }

private:
    Json orNull(const std::string &text) { return text.empty() ? Json() : Json(text); }

    Json mountpointOf(const std::string &serial)
    {
        for (const Json &mount : at(m_session.state(m_call.host), "mounts"))
            if (str(mount, "disk") == serial && str(mount, "dataset").empty())
                return str(mount, "target");
        return {};
    }

    Node nodeOf(const Json &entry, const std::string &serial, const std::string &kernel, int number)
    {
        const Json &disk = m_session.disk(serial);
        const bool map = kernel.rfind("dm-", 0) == 0;
        const std::string name = map ? str(entry, "mapper") : kernel;
        Node node;
        Json &v = node.values;
        v = {{"name", name}, {"kname", kernel}, {"path", map ? "/dev/mapper/" + name : "/dev/" + kernel}, {"size", num(disk, "size")},
             {"type", str(disk, "type", map ? "mpath" : "disk")}, {"serial", map ? Json() : orNull(str(disk, "shownSerial", str(disk, "serial")))},
             {"model", map ? Json() : orNull(str(disk, "model"))}, {"vendor", map ? Json() : orNull(str(disk, "vendor"))},
             {"wwn", map ? Json() : orNull(str(disk, "wwn"))}, {"rota", flag(disk, "rotational", true)}, {"ro", flag(disk, "readOnly")},
             {"rm", false}, {"pkname", nullptr}, {"maj:min", str(disk, "majorMinor", majorMinor(kernel, number))},
             {"tran", map ? Json() : orNull(str(disk, "transport"))}, {"state", "running"}, {"hctl", nullptr}, {"group", "disk"},
             {"owner", "root"}, {"mode", "brw-rw----"}, {"log-sec", 512}, {"phy-sec", 512}, {"alignment", 0}, {"parttype", nullptr}, {"partuuid", nullptr},
             {"partlabel", nullptr}, {"rev", nullptr}, {"fsavail", nullptr}, {"fssize", nullptr}, {"fsused", nullptr}, {"fsver", nullptr}};
        addContent(v, at(disk, "content"));
        setMount(v, mountpointOf(serial));
        for (const Json &part : at(entry, "partitions")) {
            Node child = partition(part, v);
            node.children.push_back(child);
        }
        return node;
    }

    void setMount(Json &v, const Json &mountpoint)
    {
        v["mountpoint"] = mountpoint;
        v["mountpoints"] = Json::array({mountpoint});
    }

    void addContent(Json &v, const Json &content)
    {
        const std::string type = str(content, "type");
        const bool table = type == "gpt" || type == "dos";
        v["fstype"] = table ? Json() : orNull(type);
        v["label"] = orNull(str(content, "label"));
        v["uuid"] = table ? Json() : orNull(str(content, "uuid"));
        v["fsver"] = type == "ext4" ? Json("1.0") : type == "LVM2_member" ? Json("LVM2 001") : Json();
        v["pttype"] = table ? Json(type) : Json();
        v["ptuuid"] = table ? orNull(str(content, "uuid")) : Json();
    }

    Node partition(const Json &part, const Json &whole)
    {
        Node node;
        const std::string kernel = str(part, "kernel");
        node.values = whole;
        Json &v = node.values;
        for (const char *key : {"serial", "model", "vendor"})
            v[key] = nullptr;
        v["name"] = v["kname"] = kernel;
        v["path"] = "/dev/" + kernel;
        v["type"] = "part";
        v["pkname"] = str(whole, "name");
        const std::string serial = str(part, "disk");
        const Json &disk = m_session.disk(serial);
        v["size"] = num(disk, "size");
        v["maj:min"] = str(disk, "majorMinor", "8:" + kernel.substr(kernel.find_first_of("0123456789")));
        addContent(v, at(disk, "content"));
        setMount(v, str(disk, "systemMount").empty() ? mountpointOf(serial) : Json(str(disk, "systemMount")));
        return node;
    }

    Session &m_session;
    const Call &m_call;
    std::vector<Node> m_nodes;
};

/// -p: device paths where names were.
void pathsForNames(std::vector<Node> &nodes)
{
    for (Node &node : nodes) {
        node.values["name"] = node.values["path"];
        node.values["kname"] = "/dev/" + str(node.values, "kname");
        if (at(node.values, "pkname").is_string())
            node.values["pkname"] = "/dev/" + str(node.values, "pkname");
        pathsForNames(node.children);
    }
}

std::string lower(std::string text)
{
    for (char &c : text)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

std::string jsonValue(const Json &value, const std::string &indent)
{
    if (!value.is_array())
        return dump(value);
    Words items;
    for (const Json &item : value)
        items.push_back(indent + "    " + dump(item));
    return "[\n" + join(items, ",\n") + "\n" + indent + "]";
}

std::string jsonNodes(const std::vector<Node> &nodes, const Words &columns, bool bytes, std::size_t depth)
{
    const std::string indent(3 * depth, ' ');
    std::string text;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        Words members;
        for (const std::string &column : columns) {
            Json value = at(nodes[i].values, column);
            if (column == "size" && !bytes)
                value = humanSize(num(nodes[i].values, "size"));
            members.push_back(indent + "   \"" + column + "\": " + jsonValue(value, indent + "   "));
        }
        text += (i ? ",{\n" : indent + "{\n") + join(members, ",\n");
        if (!nodes[i].children.empty())
            text += ",\n" + indent + "   \"children\": [\n" + jsonNodes(nodes[i].children, columns, bytes, depth + 2) + "\n" + indent + "   ]";
        text += "\n" + indent + "}";
    }
    return text;
}

void plainNodes(const Call &call, const std::vector<Node> &nodes, const Words &columns, bool bytes, const std::string &prefix, bool pairs)
{
    for (const Node &node : nodes) {
        Words values;
        for (const std::string &column : columns) {
            const Json value = at(node.values, column);
            std::string text = value.is_string() ? value.get<std::string>() : value.is_boolean() ? (value.get<bool>() ? "1" : "0") : "";
            if (column == "size")
                text = bytes ? std::to_string(num(node.values, "size")) : humanSize(num(node.values, "size"));
            if (column == "mountpoints")
                text = str(node.values, "mountpoint");
            std::string upper = column;
            for (char &c : upper)
                c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
            values.push_back(pairs ? upper + "=\"" + text + "\"" : column == "name" ? prefix + text : text);
        }
        call.out(join(values, " ") + "\n");
        plainNodes(call, node.children, columns, bytes, prefix.empty() ? "`-" : "  " + prefix, pairs);
    }
}

} // namespace

int lsblk(Call &call)
{
    Words columns{"name", "maj:min", "rm", "size", "ro", "type", "mountpoints"};
    bool json = false, bytes = false, heading = true, pairs = false, alone = false, paths = false;
    std::string only;
    for (std::size_t i = 0; i < call.args.size(); ++i) {
        const std::string &word = call.args[i];
        const bool more = i + 1 < call.args.size();
        if (word == "--output-all")
            columns.clear();
        else if (word == "--json" || word == "--bytes" || word == "--nodeps" || word == "--noheadings" || word == "--pairs" || word == "--paths") {
            paths = paths || word == "--paths";
            json = json || word == "--json";
            bytes = bytes || word == "--bytes";
            alone = alone || word == "--nodeps";
            heading = heading && word != "--noheadings";
            pairs = pairs || word == "--pairs";
        } else if (word == "--output" && more)
            columns = split(lower(call.args[++i]), ',');
        else if (word[0] == '-' && word[1] != '-') {
            for (const char letter : word.substr(1)) {
                json = json || letter == 'J';
                bytes = bytes || letter == 'b';
                heading = heading && letter != 'n';
                pairs = pairs || letter == 'P';
                alone = alone || letter == 'd';
                paths = paths || letter == 'p';
                if (letter == 'O')
                    columns.clear();
                if (letter == 'o' && more)
                    columns = split(lower(call.args[++i]), ',');
            }
        } else if (word[0] != '-')
            only = call.hostPath(word);
    }
    Session session(call.directory);
    std::vector<Node> nodes = Tree(session, call).made();
    if (columns.empty() && !nodes.empty())
        for (const auto &[name, value] : nodes[0].values.items())
            columns.push_back(name);
    if (!only.empty()) {
        const std::string kernel = findDevice(session, call, only).kernel;
        std::vector<Node> some;
        for (const Node &node : nodes) {
            if (str(node.values, "kname") == kernel)
                some.push_back(node);
            for (const Node &child : node.children)
                if (str(child.values, "kname") == kernel && some.empty())
                    some.push_back(child);
        }
        if (some.empty())
            return call.fail(32, "lsblk: " + only + ": not a block device\n");
        nodes = some;
    }
    if (alone)
        for (Node &node : nodes)
            node.children.clear();
    if (paths)
        pathsForNames(nodes);
    if (json) {
        call.out("{\n   \"blockdevices\": [\n" + jsonNodes(nodes, columns, bytes, 2) + "\n   ]\n}\n");
        return 0;
    }
    if (heading && !pairs) {
        std::string names = join(columns, " ");
        for (char &c : names)
            c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        call.out(names + "\n");
    }
    plainNodes(call, nodes, columns, bytes, {}, pairs);
    return 0;
}

} // namespace simhost
