// SPDX-License-Identifier: GPL-3.0-or-later
// lctl get_param, set_param, list_param and conf_param.
#include "agent/simhost/params.h"

#include <algorithm>

namespace simhost {

namespace {

Words bracesOpened(const std::string &pattern)
{
    const std::size_t open = pattern.find('{'), close = pattern.find('}');
    if (open == std::string::npos || close == std::string::npos || close < open)
        return {pattern};
    Words all;
    for (const std::string &choice : split(pattern.substr(open + 1, close - open - 1), ',', true))
        for (const std::string &rest : bracesOpened(pattern.substr(close + 1)))
            all.push_back(pattern.substr(0, open) + choice + rest);
    return all;
}

/// Pattern and name by segments. A device's name may hold dots (MGC192.0.2.1@tcp), which are no separators there.
bool segmentsMatch(const Words &pattern, std::size_t p, const Words &path, std::size_t s)
{
    if (s == path.size() || p == pattern.size())
        return s == path.size() && p == pattern.size();
    std::string glued;
    for (std::size_t end = p; end < pattern.size(); ++end) {
        glued += (end > p ? "." : "") + pattern[end];
        if (globMatches(glued, path[s]) && segmentsMatch(pattern, end + 1, path, s + 1))
            return true;
    }
    return false;
}

std::vector<Parameter> matching(const std::vector<Parameter> &all, const std::string &pattern)
{
    std::vector<Parameter> found;
    for (const std::string &plain : bracesOpened(replaced(pattern, "/", "."))) {
        std::vector<Parameter> some;
        for (const Parameter &parameter : all)
            if (segmentsMatch(split(plain, '.', true), 0, parameter.path, 0))
                some.push_back(parameter);
        std::sort(some.begin(), some.end(), [](const Parameter &a, const Parameter &b) { return a.path < b.path; });
        found.insert(found.end(), some.begin(), some.end());
    }
    return found;
}

std::string shownPath(const std::string &pattern)
{
    return replaced(pattern, ".", "/");
}

struct GetOptions {
    bool names = false, values = false, yaml = false, marks = false, recursive = false;
    Words patterns;
};

GetOptions getOptions(const Words &args)
{
    GetOptions options;
    for (const std::string &word : args) {
        if (word[0] != '-') {
            options.patterns.push_back(word);
            continue;
        }
        for (const char letter : word.substr(1)) {
            options.names = options.names || letter == 'N';
            options.values = options.values || letter == 'n';
            options.yaml = options.yaml || letter == 'y';
            options.marks = options.marks || letter == 'F';
            options.recursive = options.recursive || letter == 'R';
        }
    }
    return options;
}

std::string shown(const Parameter &parameter, const GetOptions &options)
{
    const std::string name = parameter.name() + (options.marks && parameter.writable ? "=" : "");
    const bool block = parameter.block || has(parameter.value, "\n");
    if (options.names)
        return name + "\n";
    if (options.values)
        return parameter.value + "\n";
    if (options.yaml)
        return name + ":" + (block ? "\n" : " ") + parameter.value + "\n";
    return name + "=" + (parameter.block || (block && !has(parameter.value, "WAITING")) ? "\n" : "") + parameter.value + "\n";
}

} // namespace

int getParam(Call &call, Words args)
{
    const GetOptions options = getOptions(args);
    if (options.patterns.empty())
        return call.fail(22, "usage: get_param [--classify|-F] [--header|-H] [--links|-l|-L] [--no-name|-n] [--only-name|-N] [--path] [--recursive|-R] [--tunable|-t] [--yaml|-y] PARAM...\n");
    Session session(call.directory);
    const std::vector<Parameter> all = parametersOf(session, call.host);
    int rc = 0;
    for (const std::string &pattern : options.patterns) {
        const std::vector<Parameter> found = matching(all, pattern);
        for (const Parameter &parameter : found)
            call.out(shown(parameter, options));
        if (found.empty()) {
            call.err("error: get_param: param_path '" + shownPath(pattern) + "': No such file or directory\n");
            rc = 2;
        }
    }
    return rc;
}

int listParam(Call &call, Words args)
{
    args.insert(args.begin(), "-N");
    const GetOptions options = getOptions(args);
    Session session(call.directory);
    const std::vector<Parameter> all = parametersOf(session, call.host);
    int rc = 0;
    for (const std::string &pattern : options.patterns) {
        const std::vector<Parameter> found = matching(all, pattern);
        for (const Parameter &parameter : found)
            call.out(shown(parameter, options));
        if (found.empty()) {
            call.err("error: list_param: listing '" + shownPath(pattern) + "': No such file or directory\n");
            rc = 2;
        }
    }
    return rc;
}

namespace {

/// One "name=value"; the errno that the tool would end with.
int setOne(Call &call, Session &session, const std::string &word)
{
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) {
        call.err("error: set_param: setting " + word + ": Invalid argument\n");
        return 22;
    }
    const std::string pattern = word.substr(0, equals), value = word.substr(equals + 1), path = shownPath(pattern);
    const std::vector<Parameter> found = matching(parametersOf(session, call.host), pattern);
    if (found.empty()) {
        call.err("error: set_param: param_path '" + path + "': No such file or directory\nerror: set_param: setting '" + path + "'='" + value
                 + "': No such file or directory\n");
        return 2;
    }
    int rc = 0;
    for (const Parameter &parameter : found) {
        const std::string name = parameter.name(), file = "/sys/fs/lustre/" + join(parameter.path, "/");
        if (!parameter.writable) {
            call.err("error: set_param: opening '" + file + "': Permission denied\nerror: set_param: setting '" + path + "'='" + value + "': Permission denied\n");
            rc = 13;
        } else if (parameter.numeric && wholeNumber(value) < 0) {
            call.err("error: set_param: setting " + file + "=" + value + ": Invalid argument\nerror: set_param: setting '" + path + "'='" + value + "': Invalid argument\n");
            rc = 22;
        } else {
            objectAt(session.state(call.host), "parameters")[name] = value;
            call.out(name + "=" + value + "\n");
        }
    }
    return rc;
}

Device localMgs(Session &session, const Call &call)
{
    for (const Json &mount : at(session.state(call.host), "mounts"))
        if (flag(mount, "mgs"))
            return {str(mount, "source"), "mounted", str(mount, "disk"), str(mount, "dataset"), true};
    return {};
}

int setPermanent(Call &call, Session &session, const Words &words, bool remove)
{
    const Device mgs = localMgs(session, call);
    if (!mgs.found())
        return call.fail(22, "error: set_param: set_param -P must be run on MGS node\n");
    Json &parameters = objectAt(objectAt(contentOf(session, mgs), "mgs"), "parameters");
    for (const std::string &word : words) {
        const std::string name = word.substr(0, word.find('='));
        if (remove && !parameters.contains(name))
            return call.fail(2, "error: executing set_param: No such file or directory\n");
        if (remove) {
            parameters.erase(name);
            continue;
        }
        if (!has(word, "="))
            return call.fail(22, "error: set_param: setting " + word + ": Invalid argument\n");
        parameters[name] = word.substr(word.find('=') + 1);
        for (const std::string &host : session.hosts())
            for (const Parameter &parameter : matching(parametersOf(session, host), name))
                objectAt(session.state(host), "parameters")[parameter.name()] = word.substr(word.find('=') + 1);
    }
    return 0;
}

} // namespace

int setParam(Call &call, Words args)
{
    Words words;
    bool permanent = false, remove = false;
    for (const std::string &word : args) {
        permanent = permanent || word == "-P" || word == "-Pd" || word == "-dP";
        remove = remove || word == "-d" || word == "-Pd" || word == "-dP";
        if (word[0] != '-')
            words.push_back(word);
    }
    Session session(call.directory);
    if (permanent)
        return setPermanent(call, session, words, remove);
    int last = 0;
    for (const std::string &word : words) // the real tool's exit code is that of the last word
        last = setOne(call, session, word);
    return last;
}

int confParam(Call &call, Words args)
{
    bool remove = false;
    std::string word;
    for (const std::string &one : args) {
        remove = remove || one == "-d";
        word = one[0] == '-' ? word : one;
    }
    Session session(call.directory);
    const Device mgs = localMgs(session, call);
    const std::string target = word.substr(0, word.find('.')), fsname = target.substr(0, target.rfind('-'));
    const Json &all = mgs.found() ? at(at(contentOf(session, mgs), "mgs"), "fs") : at(Json(), "");
    if (!mgs.found() || !(all.contains(target) || all.contains(fsname)) || (!remove && !has(word, "=")))
        return call.fail(22, "error: conf_param: Invalid argument\n");
    const std::string key = word.substr(0, word.find('='));
    const Words parts = split(key, '.');
    if (parts.size() < 3)
        return call.fail(22, "error: conf_param: Invalid argument\n");
    Json &parameters = objectAt(fileSystemOf(session, mgs, all.contains(target) ? target : fsname), "parameters");
    if (remove) {
        if (!parameters.contains(key) || parts[1] == "sys") // parameters of the whole system cannot be taken back this way
            return call.fail(22, "error: conf_param: Invalid argument\n");
        parameters.erase(key);
        return 0;
    }
    const std::string value = word.substr(word.find('=') + 1);
    parameters[key] = value;
    if (parts[1] == "sys")
        for (const std::string &host : session.hosts())
            if (session.up(host) && moduleLoaded(session, host, "obdclass"))
                objectAt(session.state(host), "parameters")[parts[2]] = value;
    return 0;
}

} // namespace simhost
