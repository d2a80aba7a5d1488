using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.WindowsSide;

/// <summary>What a script finds on a played Windows instance. Each machine is its own: a script sees the one that its runspace was made for.</summary>
public sealed class WindowsMachine
{
    private static readonly ConditionalWeakTable<Runspace, WindowsMachine> ByRunspace = [];
    private readonly Lock _gate = new();
    private readonly WindowsInstance _instance;
    private LocalAccount[] _accounts;
    private bool _isPortOpen;
    private uint _nextRelativeId = 1001;

    internal WindowsMachine(WindowsInstance instance)
    {
        _instance = instance;
        Administrator = Built("", 500, () => instance.Password);
        Administrator.Name = instance.UserName;
        _accounts = [Administrator, Built("DefaultAccount", 503), Built("Guest", 501), Built("WDAGUtilityAccount", 504)];

        LocalAccount Built(string name, uint relativeId, Func<string?>? first = null) =>
            new(name, SecurityId.OfMachine(instance.Id, relativeId), first ?? (static () => null)) { IsDisabled = first is null };
    }

    /// <summary>The computer's name.</summary>
    public string Name => _instance.RdpCertificateSubject;

    public ProductType ProductType { get; set; } = ProductType.Server;

    public PasswordPolicy Policy { get; } = new();

    /// <summary>The built-in administrator, whose SID ends in -500 whatever its name. Its password is the instance's <see cref="WindowsInstance.CurrentPassword"/>.</summary>
    public LocalAccount Administrator { get; }

    public IReadOnlyList<LocalAccount> Accounts => _accounts;

    /// <summary>COM1 is taken by something else, e.g. by somebody on the EC2 serial console: opening it is denied.</summary>
    public bool IsSerialPortBusy { get; set; }

    /// <summary>The code page that powershell.exe writes to a pipe in; the agent reads it as UTF-8, so what is not ASCII is lost. 65001 loses nothing.</summary>
    public int OutputCodePage { get; set; } = 437;

    /// <summary>The machine of the script that runs on this thread.</summary>
    internal static WindowsMachine Current => Runspace.DefaultRunspace is { } runspace && ByRunspace.TryGetValue(runspace, out var machine)
        ? machine
        : throw new InvalidOperationException("No script of a played Windows machine runs here.");

    /// <summary>A user with the next relative id, from -1001 on.</summary>
    public LocalAccount AddAccount(string name, string? password = null)
    {
        lock (_gate)
        {
            var account = new LocalAccount(name, SecurityId.OfMachine(_instance.Id, _nextRelativeId++), () => password);
            _accounts = [.. _accounts, account];
            return account;
        }
    }

    internal void Own(Runspace runspace) => ByRunspace.Add(runspace, this);

    internal LocalAccount? FindAccount(string name) => Array.Find(_accounts, account => string.Equals(account.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>False when COM1 is in use.</summary>
    internal bool TryOpenPort()
    {
        lock (_gate)
        {
            return !IsSerialPortBusy && !_isPortOpen && (_isPortOpen = true);
        }
    }

    internal void ClosePort()
    {
        lock (_gate)
        {
            _isPortOpen = false;
        }
    }

    internal void WriteToPort(string text) => _instance.WriteToConsole(text);
}
