// SPDX-License-Identifier: GPL-3.0-or-later
// Replays recordings of a real Lustre against the simulated storage host.
//
// A recording is a directory with cmd (a line for bash), rc, stdout, stderr and dmesg. It depends on what ran before it, so
// a cluster is kept through a session and, before each recording, brought into the state that the recording tells: by the
// devices its command names, by what its output and its kernel lines say was there, never by the name of the case.
#pragma once
#include "agent/simhost/session.h"

#include <string>
#include <vector>

namespace agreement {

struct Recording {
    std::string path, folder, name, cmd, out, err, dmesg;
    int rc = 0;
    double at = 0; ///< kernel time of its first line; of the line before it in its folder when it has none
    std::string all() const { return out + "\n" + err; }
};
std::vector<Recording> loadRecordings(const std::string &directory);

/// One tool with its words inside a command line.
struct Invocation {
    std::string tool;
    simhost::Words words;
    std::string sub() const; ///< "net show" for lnetctl, "get_param" for lctl, empty for tools without sub-commands
};
/// The known tools that a command line runs, in order; loops and variables are followed as far as plain words go.
std::vector<Invocation> invocationsOf(const std::string &cmd);
/// True for a line that works on files of a mounted Lustre or looks at other programs: there is neither.
bool needsFiles(const std::string &cmd);
/// True for what the agent's verbs call; `why` says why not.
bool isCalled(const Invocation &invocation, std::string &why);

/// UUIDs, device names, times and kernel addresses as placeholders; nothing else.
std::string normalised(std::string text);

/// The session's cluster: one host as recorded, and a peer that has what must be elsewhere.
class Stage {
public:
    Stage(std::string directory, std::string program);
    /// The host whose NIDs and interface these recordings show.
    void enter(const std::vector<Recording> &folder);
    void prepare(const Recording &recording);
    struct Answer {
        int rc = 0;
        std::string out, err;
        bool endedByLimit = false;
    };
    Answer play(const Recording &recording);

private:
    std::string m_directory, m_program, m_nid, m_interface = "eth1";
};

} // namespace agreement
