using System.Security;

namespace Ec2KeyPair.Core.Connect.Rdp.Mstsc;

/// <summary>Credential Manager's generic credentials of the current user.</summary>
internal interface IWindowsCredentials
{
    /// <summary>The entry of this name as it is, to be put back later; null when there is none.</summary>
    ISavedCredential? Read(string target);

    /// <summary>Writes an entry that the system forgets when the user logs off, whatever becomes of this process.</summary>
    void WriteForSession(string target, string userName, SecureString password, string comment);

    /// <summary>Removes an entry; none of that name is fine.</summary>
    void Delete(string target);

    /// <summary>Takes the name for this run, until disposed or the process ends; null when another run of this user has it.</summary>
    IDisposable? TryReserve(string target);
}

/// <summary>An entry that was there.</summary>
internal interface ISavedCredential : IDisposable
{
    /// <summary>Its comment.</summary>
    string Comment { get; }

    /// <summary>Writes it again, with everything that was in it.</summary>
    void Restore();
}
