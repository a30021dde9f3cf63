// SPDX-License-Identifier: GPL-3.0-or-later
// The clusters of this user: one profile file for each, in one folder. Their names and colours stand in the files themselves, so
// that a file that is copied in or out is a cluster more or less.
#pragma once
#include "core/base/result.h"
#include "core/profile/profile.h"

#include <string>
#include <vector>

namespace profile {

/// Colour marks by name, in the order in which new clusters get them. Files keep the name; what it looks like is the window's.
const std::vector<std::string> &colours();

struct Entry {
    std::string path;
    std::string name;          ///< for people; unique in a catalogue without regard to case
    std::string colour;        ///< one of colours()
    bool production = false;
    std::size_t servers = 0;
    std::string trouble{};     ///< why the file cannot be read; the name is then the file's
};

/// What is on the face of an open profile. One without a name is called "My cluster", one without colour gets the first.
Entry faceOf(const Profile &profile);
/// Why this cannot be a cluster's name; empty when it can: up to 60 characters, none of them unprintable.
std::string nameProblem(const std::string &name);

/// May be used in any thread; reads the files anew with each call. Errors: Storage, if nothing else is said.
class Catalogue {
public:
    explicit Catalogue(std::string directory);

    /// By name. "cluster.profile", the only one of earlier versions, and all in "clusters/".
    std::vector<Entry> list() const;
    /// By its name without regard to case, else by the file's path. NotFound names those there are.
    base::Result<Entry> find(const std::string &name) const;
    /// An empty cluster with a colour that no other has, as long as there is one. BadArgument: a name that cannot be; Conflict:
    /// one that is taken.
    base::Result<Entry> create(const std::string &name, const std::string &colour = {}, bool production = false);
    base::Result<void> rename(const Entry &entry, const std::string &name);
    /// With all that is kept beside it but accepted host keys, which other clusters may share. Nothing is changed on its servers.
    /// Conflict while a program has it open.
    base::Result<void> remove(const Entry &entry);
    /// Whether `name` could be the name of `path` (empty: of a new one); an error as of create().
    base::Result<void> mayBeCalled(const std::string &name, const std::string &path = {}) const;

private:
    std::string m_directory;
};

} // namespace profile
