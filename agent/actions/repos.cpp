// SPDX-License-Identifier: GPL-3.0-or-later
// repos.configure, repos.unconfigure.
#include "agent/actions/families.h"
#include "agent/actions/parse.h"
#include "agent/protocol/arguments.h"

namespace agent {
namespace {

using protocol::Error;
using protocol::Json;
using protocol::Operation;
using protocol::Problem;
using protocol::Result;

/// Files that were not there before go again: one repository that cannot be read stops a package manager altogether.
void takeBack(Work &work, const std::vector<std::string> &fresh)
{
    for (const std::string &path : fresh)
        (void)work.hands.apply({Operation::What::RemoveFile, Operation::Why::Change, {}, path, {}, {}}).ok();
}

bool isKeyDownload(const Operation &operation)
{
    return operation.what == Operation::What::Run && operation.argv.size() == 4 && operation.argv[1] == "download-file";
}

/// apt says "unsupported filetype" and not more, whatever a web server has sent instead of a key.
Result<> checkKey(Work &work, const std::string &path, const std::string &url)
{
    const std::string text = work.hands.readFile(path).value_or("");
    const bool armoured = text.find("-----BEGIN PGP PUBLIC KEY BLOCK-----") != std::string::npos;
    const bool wantsArmour = path.size() > 4 && path.compare(path.size() - 4, 4, ".asc") == 0;
    if (!text.empty() && armoured == wantsArmour)
        return {};
    return Error{Problem::ToolFailed, url + " gave no " + (wantsArmour ? "armoured" : "binary") + " PGP key.", text.substr(0, 200),
                 "Check the address, or give the armoured text of the key itself."};
}

Result<Json> configureRepos(Work &work, const protocol::ReposArguments &repos)
{
    std::vector<std::string> fresh;
    bool changed = false;
    while (!work.script.atEnd()) {
        const Operation operation = work.script.next();
        const std::string path = isKeyDownload(operation) ? operation.argv[3] : operation.path;
        if (isKeyDownload(operation) && work.hands.exists(path)) {
            work.script.skip("the key is there already");
            continue;
        }
        const bool isNew = !path.empty() && operation.what != Operation::What::MakeDirectory && !work.hands.exists(path);
        const bool same = operation.what == Operation::What::WriteFile && work.hands.readFile(path) == operation.content;
        Result<> done;
        if (operation.what == Operation::What::Run) {
            if (const Result<> waited = waitForPackageLock(work.hands, 600); !waited)
                done = waited;
            else if (const auto ran = work.script.run(); !ran)
                done = ran.error();
            else if (ran->exitCode != 0)
                done = toolFailed(*ran, "Check the address and the key of the repository, and that this host reaches it; its files were taken away again.");
        } else {
            done = work.script.apply();
        }
        if (isNew)
            fresh.push_back(path);
        if (done && isKeyDownload(operation))
            done = checkKey(work, path, operation.argv[2]);
        if (!done) {
            takeBack(work, fresh);
            return done.error();
        }
        changed = changed || isNew || (operation.what == Operation::What::WriteFile && !same);
    }
    return Json{{"repositories", repos.names}, {"changed", changed}};
}

Result<Json> unconfigureRepos(Work &work, const protocol::ReposArguments &repos)
{
    Json removed = Json::array();
    for (const std::string &name : repos.names)
        if (work.hands.exists(protocol::repositoryFile(repos.manager, name)))
            removed.push_back(name);
    std::size_t at = 0;
    while (!work.script.atEnd()) {
        const Operation operation = work.script.next();
        if (operation.what != Operation::What::Run) {
            if (const Result<> done = work.script.apply(); !done)
                return done.error();
            continue;
        }
        const std::string file = protocol::repositoryFile(repos.manager, repos.names[std::min(at++, repos.names.size() - 1)]);
        if (!work.hands.exists(file)) {
            work.script.skip("there is no such repository");
            continue;
        }
        // What the package manager keeps of it is only a cache: a failure must not keep the repository.
        if (const auto cleaned = work.script.run(); !cleaned && cleaned.error().problem != Problem::ToolMissing)
            return cleaned.error();
    }
    return Json{{"removed", removed}};
}

} // namespace

Result<Json> performRepos(Work &work)
{
    const bool configure = work.verb == protocol::Verb::ReposConfigure;
    const auto repos = protocol::reposArguments(work.args, configure);
    if (!repos)
        return repos.error();
    return configure ? configureRepos(work, *repos) : unconfigureRepos(work, *repos);
}

} // namespace agent
