// SPDX-License-Identifier: GPL-3.0-or-later
// The single checks of the preflight, each a pure function. Internal to core/fleet.
#pragma once
#include "core/fleet/preflight.h"

namespace fleet {

/// What a check may look at.
struct View {
    const Candidate &host;
    const std::vector<Candidate> &peers;
    const Expectation &wanted;
    const Facts &facts;
    /// Bad where targets are to be served, else only worth knowing.
    Grade badIfManaged() const { return wanted.needsLustre ? Grade::Bad : Grade::Notice; }
};

/// The tools of a distribution, as far as remedies need them.
enum class Family : std::uint8_t { RedHat, Suse, Debian, Other };
Family familyOf(const Facts &facts);
std::string installCommand(const Facts &facts, const std::string &packages);
std::string removeCommand(const Facts &facts, const std::string &packages);
std::vector<std::string> wordsIn(const std::string &text);
std::string joinWords(const std::vector<std::string> &words, const char *between);
std::string sizeText(std::uint64_t bytes);
std::string spanText(std::int64_t seconds); ///< "1 h 02 min", "12 s"

// checkhost.cpp
Check checkSudo(const View &view);
Check checkRole(const View &view);
Check checkOs(const View &view);
Check checkArchitecture(const View &view);
Check checkSystemd(const View &view);
Check checkClock(const View &view);
Check checkSpace(const View &view);
Check checkSecurityModule(const View &view);
Check checkAgent(const View &view);
// checknet.cpp
Check checkNames(const View &view);
Check checkFirewall(const View &view);
Check checkInterfaces(const View &view);
Check checkRepositories(const View &view);
// checkstorage.cpp
Check checkLustre(const View &view);
Check checkE2fsprogs(const View &view);
Check checkManagers(const View &view);
Check checkDisks(const View &view);
Check checkMounts(const View &view);

} // namespace fleet
