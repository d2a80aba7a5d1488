using System.Runtime.InteropServices;

namespace Ec2KeyPair.AwsEndpoint.WindowsSide;

/// <summary>
/// Plays System.DirectoryServices.DirectoryEntry over ADSI's WinNT provider: the machine, its users, a few groups and services. A path is
/// bound when something of the entry is asked for, as ADSI does it.
/// </summary>
public sealed class PlayedDirectoryEntry : IDisposable
{
    private readonly WindowsMachine _machine;
    private BoundEntry? _bound;

    public PlayedDirectoryEntry(string path)
    {
        _machine = WindowsMachine.Current;
        Path = path;
    }

    private PlayedDirectoryEntry(WindowsMachine machine, BoundEntry bound)
    {
        _machine = machine;
        _bound = bound;
        Path = $"WinNT://WORKGROUP/{machine.Name}/{bound.Name}";
    }

    public string Path { get; }

    public string Name => Bound.Name;

    /// <summary>Computer, User, Group or Service.</summary>
    public string SchemaClassName => Bound.SchemaClassName;

    public PlayedPropertyCollection Properties => Bound.Properties;

    public PlayedDirectoryEntryCollection Children => SchemaClassName == "Computer"
        ? new PlayedDirectoryEntryCollection(BoundEntry.ChildrenOf(_machine).Select(child => new PlayedDirectoryEntry(_machine, child)))
        : throw AdsiFault.UnknownMember("_NewEnum");

    private BoundEntry Bound => _bound ??= BoundEntry.Bind(_machine, Path);

    /// <summary>Calls a method of the ADSI object; here SetPassword of users, which takes effect at once.</summary>
    public object? Invoke(string methodName, params object[] args)
    {
        if (Bound.Account is not { } account || !string.Equals(methodName, "SetPassword", StringComparison.OrdinalIgnoreCase) || args is not [{ } first])
        {
            throw AdsiFault.UnknownMember(methodName);
        }

        var password = Convert.ToString(first, System.Globalization.CultureInfo.InvariantCulture)!;
        return account.TrySetPassword(password, _machine.Policy) ? null : throw AdsiFault.Invoked(AdsiFault.PasswordRefused());
    }

    /// <summary>Binds; an unknown object is an error here, while PowerShell swallows the errors of properties.</summary>
    public void RefreshCache() => _bound = BoundEntry.Bind(_machine, Path);

    /// <summary>Writes back what was changed in <see cref="Properties"/>.</summary>
    public void CommitChanges() => Bound.Commit();

    public void Dispose()
    {
        // The provider holds nothing that would have to be let go of.
    }
}
