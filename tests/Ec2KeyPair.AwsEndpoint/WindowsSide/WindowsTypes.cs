using System.Management.Automation;
using System.Reflection;

namespace Ec2KeyPair.AwsEndpoint.WindowsSide;

/// <summary>
/// Names that Windows PowerShell knows and PowerShell on other systems does not, made known to this process's engine as type accelerators.
/// They stand for the same types in every runspace; which machine they speak of is found through the runspace.
/// </summary>
internal static class WindowsTypes
{
    private static readonly Lazy<bool> Added = new(Add);

    internal static void Require() => _ = Added.Value;

    private static bool Add()
    {
        var accelerators = typeof(PSObject).Assembly.GetType("System.Management.Automation.TypeAccelerators", throwOnError: true)!;
        var remove = accelerators.GetMethod("Remove", BindingFlags.Public | BindingFlags.Static)!;
        var add = accelerators.GetMethod("Add", BindingFlags.Public | BindingFlags.Static)!;
        foreach (var (name, type) in new[]
        {
            ("adsi", typeof(PlayedDirectoryEntry)),
            ("System.DirectoryServices.DirectoryEntry", typeof(PlayedDirectoryEntry)),
            ("wmi", typeof(PlayedManagementObject)),
            ("System.IO.Ports.SerialPort", typeof(PlayedSerialPort)),
        })
        {
            // On Windows the engine has some of these itself.
            remove.Invoke(null, [name]);
            add.Invoke(null, [name, type]);
        }

        return true;
    }
}
