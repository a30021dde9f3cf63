// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/protocol/haarguments.h"

#include "agent/protocol/argumentreader.h"

#include <algorithm>
#include <array>

namespace protocol {
namespace {

constexpr std::size_t longestConf = 65536, longestXml = 100000, mostPatches = 2000;

std::string oneOf(ArgumentReader &in, const char *key, std::string value, const std::vector<std::string> &words)
{
    std::string list;
    for (const std::string &word : words)
        list += (list.empty() ? "" : &word == &words.back() ? " or " : ", ") + word;
    in.check(std::find(words.begin(), words.end(), value) != words.end(), std::string(key) + " is '" + value + "'; it may be " + list);
    return value;
}

/// A text of several lines, which ArgumentReader::text refuses. With `joined` its line ends and tabs become blanks.
std::string longText(ArgumentReader &in, const char *key, std::size_t most, bool joined)
{
    const Json &value = in.raw(key);
    in.check(value.is_null() || value.is_string(), std::string(key) + " must be a text");
    std::string text = value.is_string() ? value.get_ref<const std::string &>() : std::string();
    in.check(text.size() <= most, std::string(key) + " is longer than " + std::to_string(most) + " bytes");
    for (char &c : text) {
        if (joined && (c == '\n' || c == '\t' || c == '\r'))
            c = ' ';
        const auto byte = static_cast<unsigned char>(c);
        in.check(byte == '\n' || byte == '\t' || (byte >= 32 && byte != 127), std::string(key) + " holds control characters");
    }
    return text;
}

/// An id of the CIB, or a node's name: nothing that a tool would take for an option, or that would end an XPath text.
bool isId(std::string_view id)
{
    return !id.empty() && id.size() <= 255 && madeOf(id, "._:-") && id.front() != '-' && id.front() != '.';
}

void checkId(ArgumentReader &in, const char *key, const std::string &id)
{
    in.check(id.empty() || isId(id), std::string(key) + " is '" + id + "'; it may hold letters, digits, dots, colons, - and _");
}

bool isFenceAgent(std::string_view name)
{
    return name.size() <= 64 && name.substr(0, 6) == "fence_" && name.size() > 6 && madeOf(name.substr(6), "_-");
}

bool isOcfAgent(std::string_view name)
{
    const std::size_t colon = name.find(':', 4);
    return name.size() <= 128 && name.substr(0, 4) == "ocf:" && colon != std::string_view::npos && colon > 4 && colon + 1 < name.size()
        && madeOf(name.substr(4, colon - 4), "_.-") && madeOf(name.substr(colon + 1), "_.-");
}

/// The id of the first element of a text; empty where there is none.
std::string rootId(const std::string &xml)
{
    const std::size_t end = xml.find('>');
    for (std::size_t at = xml.find("id="); at != std::string::npos && at < end; at = xml.find("id=", at + 1)) {
        const char quote = at + 3 < xml.size() ? xml[at + 3] : ' ';
        const std::size_t close = (quote == '"' || quote == '\'') ? xml.find(quote, at + 4) : std::string::npos;
        if (at > 0 && xml[at - 1] == ' ' && close != std::string::npos)
            return xml.substr(at + 4, close - at - 4);
    }
    return {};
}

/// The CIB is readable for every user of the group haclient, and the command line for everybody.
bool holdsSecret(const std::string &xml)
{
    for (std::size_t at = xml.find(" name="); at != std::string::npos; at = xml.find(" name=", at + 1)) {
        const std::size_t from = at + 7, end = from <= xml.size() ? xml.find_first_of("\"'", from) : std::string::npos;
        if (end != std::string::npos && isSecretParameter(std::string_view(xml).substr(from, end - from)))
            return true;
    }
    return false;
}

void checkPatch(ArgumentReader &in, const CibPatchArgument &patch)
{
    static const std::vector<std::string> sections{"resources", "constraints", "crm_config", "rsc_defaults", "op_defaults", "nodes", "fencing-topology",
                                                   "tags", "alerts", "acls"};
    oneOf(in, "op", patch.op, {"create", "replace", "modify", "delete"});
    if (patch.op != "modify" || patch.section != "configuration") // several sections in one change
        oneOf(in, "section", patch.section, sections);
    in.check(patch.op == "delete" || !patch.xml.empty(), "xml of a patch is missing");
    in.check(patch.op != "delete" || !patch.xml.empty() || !patch.xpath.empty(), "xpath of a patch that deletes is missing");
    in.check(patch.xml.empty() || patch.xml.front() == '<', "xml of a patch does not begin with an element");
    in.check(patch.xpath.empty() || patch.xpath.compare(0, 2, "//") == 0 || patch.xpath.compare(0, 5, "/cib/") == 0,
             "xpath is '" + patch.xpath + "'; it must begin with // or /cib/");
    in.check(patch.op != "create" || isId(patch.id), "xml of a patch that creates has no id, or one that cannot be meant: '" + patch.id + "'");
    in.check(!holdsSecret(patch.xml), "xml of a patch has a password in clear",
             "Put it into a file of the host (fencing.secret) and give its script as password_script.");
}

bool isFolder(const std::string &path)
{
    return path.size() > 1 && path.front() == '/' && path.size() < 4096 && path.find("/../") == std::string::npos
        && std::none_of(path.begin(), path.end(), [](unsigned char c) { return c <= 32 || c == 127; });
}

int timeoutOf(ArgumentReader &in, int fallback)
{
    return in.has("timeoutSeconds") ? static_cast<int>(in.number("timeoutSeconds", 1, 7200)) : fallback;
}

bool contains(const std::vector<std::string> &all, const char *one)
{
    return std::find(all.begin(), all.end(), one) != all.end();
}

} // namespace

bool isSecretParameter(std::string_view name)
{
    static constexpr std::array<std::string_view, 9> endings{"passwd", "password", "passphrase", "secret", "secret_key", "private_key", "token", "api_key",
                                                             "apikey"};
    // corosync's own times: totem's token is no secret, and never a parameter of a device.
    return std::any_of(endings.begin(), endings.end(), [name](std::string_view ending) {
        return name.size() >= ending.size() && name.substr(name.size() - ending.size()) == ending;
    });
}

std::vector<std::string> pingCommand(const std::string &address)
{
    return {"ping", "-n", "-q", "-c", "2", "-i", "0.2", "-W", "1", address};
}

std::vector<std::string> haStatusCommand()
{
    return {"crm_mon", "--output-as=xml", "--inactive", "--show-node-attributes", "--failcounts", "--fence-history=3"};
}

std::vector<std::string> haOldStatusCommand()
{
    return {"crm_mon", "--as-xml", "--inactive", "--show-node-attributes", "--failcounts"};
}

std::string fenceScript(const std::string &secretName)
{
    return std::string(fenceSecrets) + "/" + secretName + ".sh";
}

std::string scriptParameter(const std::string &agent, const std::string &otherwise)
{
    static const std::vector<std::string> names{"fence_ipmilan", "fence_ipmilanplus", "fence_idrac", "fence_ilo3", "fence_ilo4", "fence_ilo5", "fence_ilo6", "fence_imm"};
    return std::find(names.begin(), names.end(), agent) != names.end() ? "ipmitool_path" : otherwise;
}

Result<std::string> agentArgument(const Json &args)
{
    ArgumentReader in(args);
    std::string agent = in.needed("agent");
    if (agent.compare(0, 8, "stonith:") == 0)
        agent.erase(0, 8);
    in.check(isFenceAgent(agent) || isOcfAgent(agent), "agent is '" + agent + "'; it may be a fence agent (fence_ipmilan) or a resource agent (ocf:lustre:Lustre)");
    return finish(in, std::move(agent));
}

Result<std::vector<std::string>> pingArgument(const Json &args)
{
    ArgumentReader in(args);
    std::vector<std::string> addresses = in.texts("ping");
    in.check(addresses.size() <= 32, "ping holds more than 32 addresses");
    for (const std::string &address : addresses)
        in.check(!address.empty() && address.size() < 64 && address.find_first_not_of("0123456789abcdefABCDEF.:") == std::string::npos,
                 "ping holds '" + address + "'; it must be an address", "Give one such as 10.20.0.12, without prefix length.");
    return finish(in, std::move(addresses));
}

Result<CorosyncArguments> corosyncArguments(const Json &args)
{
    ArgumentReader in(args);
    CorosyncArguments corosync{longText(in, "conf", longestConf, false), in.text("keySum"), contains(in.texts("secrets"), "authkey"), in.flag("reload"), static_cast<int>(in.number("bootSeconds", 0, 600))};
    in.check(!corosync.conf.empty(), "conf is missing; it is the whole corosync.conf");
    in.check(corosync.conf.empty() || corosync.conf.find("totem") != std::string::npos, "conf has no section totem");
    in.check(corosync.keySum.empty() || (corosync.keySum.size() == 64 && corosync.keySum.find_first_not_of("0123456789abcdef") == std::string::npos),
             "keySum is '" + corosync.keySum + "'; it must be a SHA-256 of 64 digits");
    return finish(in, std::move(corosync));
}

Result<CibPatchArguments> cibPatchArguments(const Json &args)
{
    ArgumentReader in(args);
    CibPatchArguments all{{}, in.texts("folders"), in.text("what")};
    const Json &patches = in.raw("patches");
    in.check(patches.is_array() && (!patches.empty() || !all.folders.empty()), "patches is missing; it lists {op, section, xpath, xml}");
    for (const std::string &folder : all.folders)
        in.check(isFolder(folder), "folders holds '" + folder + "'; it must be an absolute path without spaces", "Give one such as /mnt/scratch-OST0000.");
    in.check(patches.size() <= mostPatches, "patches holds more than " + std::to_string(mostPatches));
    if (!patches.is_array())
        return finish(in, std::move(all));
    for (const Json &item : patches) {
        ArgumentReader fields(item);
        CibPatchArgument patch{fields.needed("op"), fields.needed("section"), fields.text("xpath"), longText(fields, "xml", longestXml, true)};
        patch.id = rootId(patch.xml);
        checkPatch(fields, patch);
        if (fields.error())
            return *fields.error();
        all.patches.push_back(std::move(patch));
    }
    return finish(in, std::move(all));
}

Result<FencingSecretArguments> fencingSecretArguments(const Json &args)
{
    ArgumentReader in(args);
    FencingSecretArguments secret{in.needed("name"), in.flag("remove")};
    in.check(isId(secret.name) && secret.name.size() <= 64 && secret.name.find(':') == std::string::npos,
             "name is '" + secret.name + "'; it may hold up to 64 letters, digits, dots, - and _");
    in.check(secret.remove || contains(in.texts("secrets"), "password"), "secrets is missing; it names the secret \"password\" that the call carries");
    return finish(in, std::move(secret));
}

Result<ResourceArguments> resourceArguments(const Json &args, const std::vector<std::string> &needs)
{
    ArgumentReader in(args);
    const auto text = [&](const char *key) { return contains(needs, key) ? in.needed(key) : in.text(key); };
    ResourceArguments resource{text("resource"), text("node")};
    resource.timeoutSeconds = timeoutOf(in, resource.timeoutSeconds);
    resource.keepBan = in.flag("keepBan");
    in.check(!contains(needs, "managed") || in.has("managed"), "managed is missing; it may be true or false");
    resource.managed = !in.has("managed") || in.flag("managed");
    checkId(in, "resource", resource.resource);
    checkId(in, "node", resource.node);
    return finish(in, std::move(resource));
}

Result<NodeArguments> standbyArguments(const Json &args)
{
    ArgumentReader in(args);
    NodeArguments node{in.needed("node")};
    in.check(in.has("standby"), "standby is missing; it may be true or false");
    node.standby = in.flag("standby");
    node.timeoutSeconds = timeoutOf(in, node.timeoutSeconds);
    checkId(in, "node", node.node);
    return finish(in, std::move(node));
}

Result<NodeArguments> fenceArguments(const Json &args)
{
    ArgumentReader in(args);
    NodeArguments node{in.needed("node")};
    node.action = oneOf(in, "action", in.needed("action"), {"off", "on", "reboot"});
    node.timeoutSeconds = timeoutOf(in, 120);
    checkId(in, "node", node.node);
    return finish(in, std::move(node));
}

Result<bool> maintenanceArgument(const Json &args)
{
    ArgumentReader in(args);
    in.check(in.has("on"), "on is missing; it may be true or false");
    return finish(in, in.flag("on"));
}

Result<PowerArguments> powerArguments(const Json &args, bool change)
{
    ArgumentReader in(args);
    PowerArguments power{in.needed("agent"), {}, in.text("secretFile"), {}, in.text("action")};
    if (contains(in.texts("secrets"), "password"))
        power.secretParameter = in.has("secretParameter") ? in.text("secretParameter") : "password";
    in.check(power.secretParameter.empty() || (isSecretParameter(power.secretParameter) && madeOf(power.secretParameter, "_-")),
             "secretParameter is '" + power.secretParameter + "'; it must be the agent's parameter for a password (password, passwd)");
    in.check(power.secretParameter.empty() || power.secretFile.empty(), "secretFile and secrets are both given", "Give the one or the other.");
    in.check(isFenceAgent(power.agent), "agent is '" + power.agent + "'; it must be a fence agent such as fence_ipmilan");
    if (change || !power.action.empty())
        oneOf(in, "action", power.action, change ? std::vector<std::string>{"on", "off", "reboot"} : std::vector<std::string>{"status", "list-status"});
    power.action = power.action.empty() ? "status" : power.action;
    checkId(in, "secretFile", power.secretFile);
    const Json &parameters = in.raw("parameters");
    in.check(parameters.is_null() || parameters.is_object(), "parameters must be an object of texts");
    if (parameters.is_object())
        for (const auto &[name, value] : parameters.items()) {
            const std::string text = value.is_string() ? value.get_ref<const std::string &>() : std::string();
            in.check(value.is_string() && text.size() <= longestText && std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < 32 || c == 127; }),
                     "parameters: " + name + " is no text of one line");
            in.check(!name.empty() && name.size() <= 64 && madeOf(name, "_-"), "parameters holds '" + name + "', which is no parameter's name");
            in.check(!isSecretParameter(name), "parameters holds " + name + ", which is a secret", "Put it into a file of the host (fencing.secret) and name that as secretFile.");
            in.check(name != "action" && name != "option", "parameters holds " + name + ", which is an argument of its own");
            power.parameters.emplace_back(name, text);
        }
    return finish(in, std::move(power));
}

std::string PowerArguments::borrowedSecret() const
{
    if (secretParameter.empty() || scriptParameter(agent) == "password_script")
        return {};
    std::uint64_t sum = 14695981039346656037ULL; // FNV-1a: two devices that are asked at once do not disturb each other
    for (const auto &[name, value] : parameters)
        for (const char c : name + "=" + value + "\n")
            sum = (sum ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return ".asked-" + std::to_string(sum);
}

std::string PowerArguments::input(const std::string &what) const
{
    std::string lines = "action=" + what + "\n";
    for (const auto &[name, value] : parameters)
        lines += name + "=" + value + "\n";
    const std::string file = secretFile.empty() ? borrowedSecret() : secretFile;
    if (!file.empty())
        lines += scriptParameter(agent) + "=" + fenceScript(file) + "\n";
    return lines;
}

} // namespace protocol
