// SPDX-License-Identifier: GPL-3.0-or-later
// What the launcher does with clusters: its menus, and the questions behind them.
#include "app/models/words.h"
#include "app/pages/welcome.h"
#include "app/shell/clusterdialog.h"
#include "app/shell/deletecluster.h"
#include "app/shell/icons.h"
#include "app/shell/launcher.h"
#include "app/shell/mainwindow.h"
#include "app/shell/opencluster.h"
#include "app/shell/widgets.h"
#include "core/manager/logins.h"
#include "core/profile/transfer.h"

#include <QDir>
#include <QFileDialog>
#include <QMenu>
#include <QPointer>
#include <QSaveFile>
#include <QTimer>

namespace shell {

void Launcher::fillMenu(QMenu &menu, Desk *desk)
{
    if (desk == nullptr)
        fillOpenMenu(menu);
    else if (clusterOf(desk) != nullptr)
        fillClusterMenu(menu, desk);
}

void Launcher::fillOpenMenu(QMenu &menu)
{
    menu.addAction(icon(QStringLiteral("plus")), tr("New cluster …"), this, &Launcher::askForNew);
    QMenu *known = menu.addMenu(tr("Open"));
    known->setToolTipsVisible(true);
    for (const profile::Entry &entry : m_catalogue.list()) {
        QAction *action = known->addAction(models::q(entry.name), this, [this, path = entry.path] { open({.profilePath = path}); });
        action->setCheckable(true);
        for (Desk *desk : m_window.desks())
            if (desk->cluster().id() == entry.path)
                action->setChecked(true);
        action->setEnabled(entry.trouble.empty() && !action->isChecked());
        action->setToolTip(entry.trouble.empty() ? models::q(entry.path) : models::q(entry.trouble));
    }
    known->addSeparator();
    known->addAction(icon(QStringLiteral("flask-conical")), tr("Demonstration"), this, [this] {
        manager::Choice demo;
        demo.demo = true;
        open(demo);
    });
    menu.addAction(tr("Import …"), this, &Launcher::askForImport);
    fillDeleteMenu(menu);
}

void Launcher::fillDeleteMenu(QMenu &menu)
{
    QMenu *known = menu.addMenu(tr("Delete"));
    known->setObjectName(QStringLiteral("clusters.delete"));
    known->setToolTipsVisible(true);
    for (const profile::Entry &entry : m_catalogue.list())
        known->addAction(models::q(entry.name) + QStringLiteral(" …"), this, [this, path = entry.path] { askForDeletion(path); })->setToolTip(models::q(entry.path));
    known->setEnabled(!known->isEmpty());
}

Desk *Launcher::deskOf(const std::string &path) const
{
    for (Desk *desk : m_window.desks())
        if (desk->cluster().id() == path)
            return desk;
    return nullptr;
}

void Launcher::askForDeletion(const std::string &path)
{
    const auto entry = m_catalogue.find(path);
    if (!entry)
        return failed(entry.error());
    int running = 0;
    if (const Desk *desk = deskOf(path))
        for (const auto &job : desk->cluster().jobs())
            running += jobs::isEnd(job->state) ? 0 : 1;
    auto *dialog = new DeleteCluster(*entry, running == 0 ? QString() : tr("%n jobs of it are running: wait for their end, or cancel them.", nullptr, running), &m_window);
    connect(dialog, &DeleteCluster::wanted, this, [this, dialog, entry = *entry] {
        if (auto gone = deleteCluster(entry); !gone)
            return dialog->refuse(gone.error());
        dialog->accept();
        Notice *notice = m_window.desk() == nullptr ? m_window.welcome()->notice() : m_window.notice();
        notice->show(models::Tone::Ok, tr("Cluster %1 is deleted from this workstation.").arg(models::q(entry.name)));
    });
    dialog->open();
}

base::Result<void> Launcher::deleteCluster(const profile::Entry &entry)
{
    if (Desk *desk = deskOf(entry.path))
        close(desk);
    if (auto profile = profile::Profile::open(entry.path)) // a file that cannot be read can be deleted all the same
        if (!(*profile)->setting("logins").empty())
            manager::forgetLogins(**profile, profile::openSecrets());
    return m_catalogue.remove(entry);
}

void Launcher::fillClusterMenu(QMenu &menu, Desk *desk)
{
    OpenCluster &cluster = *clusterOf(desk);
    menu.addAction(tr("Name and colour …"), &cluster, [this, &cluster] { askForFace(cluster); });
    QAction *production = menu.addAction(tr("Production cluster"));
    production->setCheckable(true);
    production->setChecked(cluster.production());
    const bool locked = cluster.production() && cluster.unlockedUntil() == 0;
    production->setEnabled(!locked);
    production->setToolTip(locked ? cluster.whyLocked() : tr("Read-only until it is unlocked; what stops a service wants its name typed"));
    connect(production, &QAction::triggered, &cluster, [this, &cluster](bool on) {
        if (auto set = cluster.setProduction(on); !set)
            failed(set.error());
    });
    if (cluster.production())
        menu.addAction(locked ? tr("Unlock for 15 min") : tr("Lock now"), &cluster, [&cluster, locked] { locked ? cluster.unlock() : cluster.lock(); });
    menu.addAction(tr("Export …"), &cluster, [this, &cluster] { askForExport(cluster); });
    if (m_catalogue.find(cluster.id()).ok()) // a demonstration is not in it, nor a file that was named on the command line
        menu.addAction(tr("Delete cluster …"), &cluster, [this, path = cluster.id()] { askForDeletion(path); });
    menu.addAction(tr("Close cluster"), desk, [this, desk] {
        QTimer::singleShot(0, this, [this, desk = QPointer<Desk>(desk)] { // not below the menu, which is the desk's
            if (desk)
                close(desk);
        });
    });
}

void Launcher::askForNew()
{
    auto *dialog = new ClusterDialog(tr("New cluster"), tr("Create"), &m_window);
    connect(dialog, &ClusterDialog::wanted, this, [this, dialog](const QString &name, const QString &colour, bool production) {
        auto made = m_catalogue.create(name.toStdString(), colour.toStdString(), production);
        if (!made)
            return dialog->refuse(made.error());
        dialog->accept();
        open({.profilePath = made->path});
    });
    dialog->open();
}

void Launcher::askForFace(OpenCluster &cluster)
{
    auto *dialog = new ClusterDialog(tr("Name and colour"), tr("Save"), &m_window);
    dialog->setFace(cluster.name(), cluster.colour());
    connect(dialog, &ClusterDialog::wanted, &cluster, [this, dialog, &cluster](const QString &name, const QString &colour) {
        if (auto may = m_catalogue.mayBeCalled(name.toStdString(), cluster.id()); !may)
            return dialog->refuse(may.error());
        if (auto set = cluster.setFace(name, colour); !set)
            return dialog->refuse(set.error());
        dialog->accept();
    });
    dialog->open();
}

void Launcher::askForImport()
{
    auto *dialog = new QFileDialog(&m_window, tr("Import a cluster"), QDir::homePath(), tr("Exported clusters (*.json);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &Launcher::importFrom);
    dialog->open();
}

void Launcher::importFrom(const QString &file)
{
    auto imported = profile::importFile(file.toStdString(), m_catalogue, {}, manager::knownHostsPath(manager::defaultProfilePath()));
    if (!imported)
        return failed(imported.error());
    open({.profilePath = imported->path});
}

void Launcher::askForExport(OpenCluster &cluster)
{
    auto *dialog = new QFileDialog(&m_window, tr("Export %1").arg(cluster.name()), QDir::homePath(), tr("Exported clusters (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    dialog->selectFile(cluster.name() + QStringLiteral(".json"));
    connect(dialog, &QFileDialog::fileSelected, &cluster, [this, &cluster](const QString &file) { exportTo(cluster, file); });
    dialog->open();
}

void Launcher::exportTo(OpenCluster &cluster, const QString &file)
{
    auto written = profile::exportFile(cluster.manager().profile(), {.knownHosts = manager::knownHostsPath(cluster.id())}, file.toStdString());
    if (!written)
        return failed(written.error());
    QStringList more{tr("No passwords and no keys are in it; names of key files are, as far as they mean something elsewhere.")};
    for (const std::string &note : *written)
        more << models::q(note);
    m_window.notice()->show(models::Tone::Ok, tr("Written: %1").arg(file), more.join(QLatin1Char('\n')));
}

} // namespace shell
