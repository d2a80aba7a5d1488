namespace Ec2KeyPair.AwsEndpoint.WindowsSide;

/// <summary>What a path of the WinNT provider leads to.</summary>
internal sealed class BoundEntry
{
    private const string NameProperty = "Name";
    private static readonly (string Name, uint RelativeId)[] Groups = [("Administrators", 544), ("Users", 545), ("Guests", 546), ("Remote Desktop Users", 555)];
    private static readonly string[] Services = ["AmazonSSMAgent", "LSM", "TermService", "WinRM"];

    private BoundEntry(string name, string schemaClassName, PlayedPropertyCollection properties, LocalAccount? account = null)
    {
        Name = name;
        SchemaClassName = schemaClassName;
        Properties = properties;
        Account = account;
    }

    internal string Name { get; }

    internal string SchemaClassName { get; }

    internal PlayedPropertyCollection Properties { get; }

    internal LocalAccount? Account { get; }

    /// <summary>Users, groups and services, as the provider lists them.</summary>
    internal static IEnumerable<BoundEntry> ChildrenOf(WindowsMachine machine) => machine.Accounts.Select(User)
        .Concat(Groups.Select(group => Group(group.Name, group.RelativeId)))
        .Concat(Services.Select(name => new BoundEntry(name, "Service", new PlayedPropertyCollection { [NameProperty] = { Value = name } })));

    /// <summary>WinNT://[WORKGROUP/]COMPUTER[/NAME[,CLASS]], with . for the machine itself; WinNT: is case-sensitive in ADSI.</summary>
    internal static BoundEntry Bind(WindowsMachine machine, string path)
    {
        const string Provider = "WinNT://";
        if (!path.StartsWith(Provider, StringComparison.Ordinal) || path.Length == Provider.Length)
        {
            throw AdsiFault.BadPath();
        }

        var comma = path.LastIndexOf(',');
        var schema = comma < 0 ? null : path[(comma + 1)..];
        var parts = (comma < 0 ? path : path[..comma])[Provider.Length..].Split('/');
        if (Same(parts[0], "WORKGROUP") && parts.Length > 1)
        {
            parts = parts[1..];
        }

        if (parts[0] is not ("." or "localhost") && !Same(parts[0], machine.Name))
        {
            throw AdsiFault.UnknownComputer();
        }

        return parts.Length switch
        {
            1 when schema is null || Same(schema, "computer") => Computer(machine),
            2 when schema is null => ChildrenOf(machine).FirstOrDefault(child => Same(child.Name, parts[1])) ?? throw AdsiFault.UnknownUser(),
            2 when Same(schema, "user") => User(machine.FindAccount(parts[1]) ?? throw AdsiFault.UnknownUser()),
            2 when Same(schema, "group") => ChildrenOf(machine).FirstOrDefault(child => child.SchemaClassName == "Group" && Same(child.Name, parts[1])) ?? throw AdsiFault.UnknownGroup(),
            _ => throw AdsiFault.UnknownObject(),
        };
    }

    internal void Commit()
    {
        if (Account is { } account && Properties["UserFlags"].Value is { } flags)
        {
            account.Flags = Convert.ToInt32(flags, System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private static BoundEntry Computer(WindowsMachine machine) => new(machine.Name, "Computer", new PlayedPropertyCollection
    {
        [NameProperty] = { Value = machine.Name },
        ["OperatingSystem"] = { Value = "Windows NT" },
        ["OperatingSystemVersion"] = { Value = "6.3" },
        ["MinPasswordLength"] = { Value = machine.Policy.MinimumLength },
        ["PasswordHistoryLength"] = { Value = machine.Policy.HistoryLength },
    });

    private static BoundEntry User(LocalAccount account) => new(
        account.Name,
        "User",
        new PlayedPropertyCollection
        {
            [NameProperty] = { Value = account.Name },
            ["objectSid"] = { Value = account.Sid.ToBytes() },
            ["UserFlags"] = { Value = account.Flags },
        },
        account);

    private static BoundEntry Group(string name, uint relativeId) => new(
        name,
        "Group",
        new PlayedPropertyCollection { [NameProperty] = { Value = name }, ["objectSid"] = { Value = new SecurityId(32, relativeId).ToBytes() } });

    private static bool Same(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
