namespace Ec2KeyPair.AwsEndpoint.WindowsSide;

/// <summary>Plays what [wmi] gives for Win32_OperatingSystem=@, the one object of a machine's operating system.</summary>
public sealed class PlayedManagementObject
{
    private readonly WindowsMachine _machine;

    public PlayedManagementObject(string path)
    {
        if (!path.EndsWith("Win32_OperatingSystem=@", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException("Not found");
        }

        _machine = WindowsMachine.Current;
    }

    public string Caption => "Microsoft Windows Server 2022 Datacenter";

    public string Version => "10.0.20348";

    public uint ProductType => (uint)_machine.ProductType;
}
