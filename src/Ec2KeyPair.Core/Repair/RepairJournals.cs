using Ec2KeyPair.Core.Repair.Sagas;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.Repair;

/// <summary>The folder <c>repairs</c> of the key store: a journal for each instance, and while it is away its own user data.</summary>
internal sealed class RepairJournals(KeyStore store)
{
    private static readonly TimeSpan NoPatience = TimeSpan.Zero;

    private string Folder => Path.Combine(store.Folder, "repairs");

    /// <summary>How far the last repair of the instance has come.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">FileReadFailed, KeyStoreUnsafe.</exception>
    internal SagaRecord RecordOf(string instanceId) => SagaRecord.Of(Of(instanceId).Read());

    /// <summary>The instance's journal.</summary>
    internal ISagaJournal Of(string instanceId) => new FileJournal(Path.Combine(Folder, instanceId + ".journal"));

    /// <summary>Where the instance's own user data is kept.</summary>
    internal string UserDataPath(string instanceId) => Path.Combine(Folder, instanceId + ".userdata");

    /// <summary>Keeps other processes from repairing the same instance; dispose to let them.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">KeyStoreBusy: one does at this moment; KeyStoreUnsafe, FileWriteFailed.</exception>
    internal IDisposable Lock(string instanceId)
    {
        store.EnsureFolder();
        try
        {
            PrivateAccess.MakeFolder(Folder);
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw FileErrors.Write(Folder, e);
        }

        return FileLock.Take(Path.Combine(Folder, instanceId + ".lock"), NoPatience);
    }
}
