// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/rows.h"
#include "app/models/words.h"
#include "app/pages/detailpage.h"
#include "app/pages/fullness.h"

#include <QLocale>
#include "app/shell/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QTimer>

namespace pages {

FileSystemPage::FileSystemPage(shell::Desk &desk)
    : DetailPage(desk, QStringLiteral("filesystem"), 6)
    , m_mount(shell::label({}, shell::theme::mono()))
    , m_copy(shell::button(QStringLiteral("filesystem.copyMount"), tr("Copy"), QStringLiteral("copy"), QStringLiteral("quiet")))
    , m_fullness(new Fullness(desk, this))
{
    m_mount->setObjectName(QStringLiteral("filesystem.mount"));
    m_mount->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_mount->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_copy->setToolTip(tr("Copy the command that mounts this file system on a client"));
    auto *caption = shell::dimLabel(tr("Mount on a client"));
    caption->setWordWrap(false);
    belowFacts()->addWidget(caption);
    belowFacts()->addWidget(m_mount, 1);
    belowFacts()->addWidget(m_copy);
    addTable(tr("Targets"), models::targetColumns(), tr("No target of this file system was found."));
    table()->sortBy(QStringLiteral("kind"));
    auto *add = shell::button(QStringLiteral("filesystem.add"), tr("Add targets"), QStringLiteral("plus"));
    m_add = add;
    addHeadButton(add);
    connect(add, &QPushButton::clicked, this, [this] {
        plan::Goal goal;
        goal.what = plan::Goal::What::AddTargets;
        goal.object = place();
        goal.spec.name = models::placeName(place());
        this->desk().startWizard(goal);
    });
    addCharts();
    connect(m_fullness, &Fullness::changed, this, [this] {
        if (isVisible())
            fill();
    });
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_mount->text());
        m_copy->setText(tr("Copied"));
        QTimer::singleShot(1500, m_copy, [this] { m_copy->setText(tr("Copy")); });
    });
}

bool FileSystemPage::fill()
{
    const inventory::World world = cluster().world();
    const inventory::FileSystem *fs = world.filesystem(models::placeName(place()));
    if (fs == nullptr)
        return false;
    const inventory::Wanted wanted = cluster().wanted();
    setHead(models::q(fs->name), models::filesystemBadge(*fs, wanted), models::plainList(fs->missing, 6));
    const inventory::Target *mgs = fs->mgs.empty() ? nullptr : world.target(fs->mgs);
    const std::string where = mgs == nullptr ? std::string() : mgs->active.empty() ? mgs->primary : mgs->active;
    m_fullness->want(fs->id);
    m_add->setEnabled(cluster().whyLocked().isEmpty());
    m_add->setToolTip(cluster().whyLocked());
    facts()->setFacts({
        {tr("MGS"), mgs == nullptr ? tr("not found") : tr("%1 on %2").arg(models::q(mgs->label), models::q(where)), mgs == nullptr ? models::Tone::Warning : models::Tone::None, -1, fs->mgs},
        {tr("MDTs"), QString::number(fs->mdts.size())},
        {tr("OSTs"), QString::number(fs->osts.size())},
        {tr("Space"), models::spaceText(fs->bytesTotal, fs->bytesFree), models::Tone::None, models::used(fs->bytesTotal, fs->bytesFree)},
        {tr("Inodes"), fs->inodesTotal == 0 ? QStringLiteral("–") : tr("%1 used").arg(models::percent(models::used(fs->inodesTotal, fs->inodesFree))), models::Tone::None, models::used(fs->inodesTotal, fs->inodesFree), {}, tr("%1 in all").arg(QLocale().toString(static_cast<qulonglong>(fs->inodesTotal)))},
        {tr("Full"), m_fullness->longText(*fs), models::Tone::None, -1, {}, tr("As it filled in the last 30 days")},
    });
    m_mount->setText(models::q(fs->mountCommand()));
    m_mount->setToolTip(m_mount->text());
    setRows(models::targetRows(world, wanted, fs->name));
    std::vector<inventory::Drift> mine;
    for (const inventory::Drift &d : desk().drift()) {
        const inventory::Target *target = world.target(d.object);
        if (d.object == fs->id || d.object == fs->mgs || (target != nullptr && target->fsname == fs->name))
            mine.push_back(d);
    }
    showDrift(mine);
    return true;
}

} // namespace pages
