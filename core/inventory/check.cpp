// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inventory/wanted.h"

#include "core/inventory/ids.h"

#include <algorithm>
#include <set>

namespace inventory {

std::string fsnameProblem(const std::string &name)
{
    if (name.empty())
        return "A file system needs a name.";
    if (name.size() > 8)
        return "The name has " + std::to_string(name.size()) + " characters; Lustre allows 8.";
    for (const char c : name) {
        const bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
        if (!good)
            return "The name may only hold letters A to Z, digits, - and _.";
    }
    if (name.front() == '-')
        return "The name may not begin with -.";
    return {};
}

namespace {

class Checker {
public:
    Checker(const FileSystemSpec &spec, const World &world)
        : m_spec(spec)
        , m_world(world)
    {
    }

    std::vector<SpecProblem> run()
    {
        if (const std::string p = fsnameProblem(m_spec.name); !p.empty())
            add("name", p);
        else if (m_world.filesystem(m_spec.name))
            add("name", "A file system " + m_spec.name + " exists already. Choose another name.");
        checkMgs();
        checkKinds();
        for (std::size_t i = 0; i < m_spec.targets.size(); ++i)
            checkTarget(m_spec.targets[i], "targets[" + std::to_string(i) + "]");
        checkIndices();
        checkBalance();
        return std::move(m_problems);
    }

private:
    void add(std::string field, std::string text, bool fatal = true)
    {
        m_problems.push_back({ std::move(field), std::move(text), fatal });
    }

    void checkMgs()
    {
        const auto count = std::count_if(m_spec.targets.begin(), m_spec.targets.end(), [](const TargetSpec &t) { return t.mgs; });
        if (m_spec.existingMgs.empty()) {
            if (count == 0)
                add("targets", "No MGS is chosen. Choose a volume for it, combine it with the first MDT, or use an existing MGS.");
            if (count > 1)
                add("targets", std::to_string(count) + " MGSs are chosen; a file system has one.");
            return;
        }
        if (count > 0)
            add("targets", "An existing MGS is chosen, and a new one as well. Choose one of them.");
        const Target *mgs = m_world.target(m_spec.existingMgs);
        if (!mgs || !mgs->mgs)
            add("existingMgs", "The MGS " + m_spec.existingMgs + " was not found. Choose another one.");
        else if (mgs->state == machine::State::Unknown)
            add("existingMgs", "Nobody knows whether the MGS runs: " + (mgs->active.empty() ? mgs->primary : mgs->active) + " does not answer.", false);
    }

    void checkKinds()
    {
        const auto has = [&](bool TargetSpec::*kind) {
            return std::any_of(m_spec.targets.begin(), m_spec.targets.end(), [&](const TargetSpec &t) { return t.*kind; });
        };
        if (!has(&TargetSpec::mdt))
            add("targets", "No MDT is chosen. A file system needs at least one.");
        if (!has(&TargetSpec::ost))
            add("targets", "No OST is chosen. A file system needs at least one.");
    }

    void checkTarget(const TargetSpec &t, const std::string &field)
    {
        if (t.ost == (t.mdt || t.mgs))
            add(field, "A target is an MGS, an MDT, both of these, or an OST.");
        if (t.backend != "ldiskfs" && t.backend != "zfs")
            add(field + ".backend", "\"" + t.backend + "\" is no backend. Choose ldiskfs or zfs.");
        checkVolume(t, field);
        checkOptions(t, field);
        if (t.mgs)
            checkOneMgs(t, field);
    }

    /// A server runs one MGS, so two may not share a host, not even for failover.
    void checkOneMgs(const TargetSpec &spec, const std::string &field)
    {
        const Volume *v = m_world.volume(spec.volume);
        const std::string primary = spec.primary.empty() && v ? v->primary : spec.primary;
        const std::string failover = spec.primary.empty() && spec.failover.empty() && v ? v->failover : spec.failover;
        for (const auto &[id, t] : m_world->targets)
            for (const std::string &s : t.servers)
                if (t.mgs && !s.empty() && (s == primary || s == failover))
                    return add(field, s + " serves the MGS " + (t.fsname.empty() ? "" : "of " + t.fsname + " ")
                            + "already, and a server runs one MGS. Use that MGS, or other servers.");
    }

    void checkVolume(const TargetSpec &t, const std::string &field)
    {
        const Volume *v = m_world.volume(t.volume);
        if (!v)
            return add(field + ".volume", t.volume.empty() ? "No volume is chosen." : "The volume " + t.volume + " is not there any more. Choose another one.");
        if (!m_volumes.insert(t.volume).second)
            add(field + ".volume", v->name + " is chosen twice.");
        if (!v->whyNot.empty())
            return add(field + ".volume", v->name + " " + v->whyNot + ". Choose another volume.");
        if (!v->target.empty()) {
            const Target *on = m_world.target(v->target);
            return add(field + ".volume", v->name + " holds " + (on ? on->label : v->target) + ". Remove that file system first, or choose another volume.");
        }
        if (v->hasContent && t.reformat != v->signature.text())
            add(field + ".volume", v->name + " has content (" + v->signature.text() + "). "
                    + (t.reformat.empty() ? "Agree to lose it, or choose another volume." : "It is not what you agreed to lose (" + t.reformat + "). Look again."));
        checkServers(t, *v, field);
    }

    void checkServers(const TargetSpec &t, const Volume &v, const std::string &field)
    {
        const std::string primary = t.primary.empty() ? v.primary : t.primary;
        for (const auto &[name, key] : { std::pair(primary, ".primary"), std::pair(t.failover, ".failover") }) {
            if (name.empty())
                continue;
            const Server *s = m_world.server(name);
            if (!s || v.pathOn(name).empty())
                add(field + key, name + " does not see " + v.name + ". Choose a server that does.");
            else if (!s->up())
                add(field + key, name + " does not answer" + (s->reason.empty() ? "" : " (" + s->reason + ")") + ". Bring it back, or choose another server.");
            else if (s->inventory && s->inventory->lustreVersion.empty())
                add(field + key, "Lustre is not installed on " + name + ". Install its packages, or choose another server.");
            else if (s->inventory && t.backend == "zfs" && !s->inventory->zfs)
                add(field + key, name + " has no ZFS. Install it, or choose ldiskfs.");
        }
        if (!t.failover.empty() && t.failover == primary)
            add(field + ".failover", "Primary and failover server are both " + primary + ".");
        if (t.failover.empty() && !t.primary.empty() && v.seenBy.size() < 2)
            add(field + ".failover", v.name + " is seen by " + primary + " only: the target stops when that server stops.", false);
    }

    void checkOptions(const TargetSpec &t, const std::string &field)
    {
        const bool ldiskfsOnly = t.inodeSize || t.bytesPerInode || t.inodeCount || t.journalMiB;
        if (t.backend == "zfs" && ldiskfsOnly)
            add(field, "Inode size, bytes per inode, inode count and journal size are for ldiskfs only.");
        if (t.inodeSize && (t.inodeSize < 256 || t.inodeSize > 4096 || (t.inodeSize & (t.inodeSize - 1))))
            add(field + ".inodeSize", "The inode size is a power of two from 256 to 4096 bytes.");
        if (t.bytesPerInode && (t.bytesPerInode < 1024 || t.bytesPerInode > 67108864))
            add(field + ".bytesPerInode", "Bytes per inode are from 1024 to 67108864.");
        if (t.bytesPerInode && t.inodeCount)
            add(field + ".inodeCount", "Give bytes per inode or an inode count, not both.");
        if (t.inodeCount < 0 || t.inodeCount > 4294967295LL)
            add(field + ".inodeCount", "The inode count is from 1 to 4294967295.");
        if (t.journalMiB && (t.journalMiB < 4 || t.journalMiB > 40000))
            add(field + ".journalMiB", "The journal is from 4 to 40000 MiB.");
        const Volume *v = m_world.volume(t.volume);
        if (v && v->size && t.deviceSizeKiB > static_cast<std::int64_t>(v->size >> 10))
            add(field + ".deviceSizeKiB", "The size is larger than the volume.");
        if (t.stripeCountHint < 0 || t.stripeCountHint > 2000)
            add(field + ".stripeCountHint", "The stripe count hint is from 0 to 2000.");
        if (t.index > 0xfffe)
            add(field + ".index", "The index is at most 65534.");
    }

    void checkIndices()
    {
        for (const bool mdt : { true, false }) {
            std::set<int> seen;
            for (std::size_t i = 0; i < m_spec.targets.size(); ++i) {
                const TargetSpec &t = m_spec.targets[i];
                if ((mdt ? t.mdt : t.ost) && t.index >= 0 && !seen.insert(t.index).second)
                    add("targets[" + std::to_string(i) + "].index", targetLabel(m_spec.name, mdt, t.index) + " is there twice.");
            }
        }
    }

    void checkBalance()
    {
        std::map<std::string, int> load;
        for (const TargetSpec &t : m_spec.targets)
            if (const Volume *v = m_world.volume(t.volume); v && t.ost)
                ++load[t.primary.empty() ? v->primary : t.primary];
        if (load.size() < 2)
            return;
        const auto [least, most] = std::minmax_element(load.begin(), load.end(), [](const auto &a, const auto &b) { return a.second < b.second; });
        if (most->second > 2 * least->second)
            add("targets", most->first + " would serve " + std::to_string(most->second) + " OSTs and " + least->first + " "
                    + std::to_string(least->second) + ": the servers would not be used evenly.", false);
    }

    const FileSystemSpec &m_spec;
    const World &m_world;
    std::set<std::string> m_volumes;
    std::vector<SpecProblem> m_problems;
};

} // namespace

std::vector<SpecProblem> check(const FileSystemSpec &spec, const World &world) { return Checker(spec, world).run(); }

} // namespace inventory
