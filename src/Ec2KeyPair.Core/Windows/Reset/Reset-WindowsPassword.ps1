# Sets a new random password for a local account of this Windows machine and prints it, encrypted.
#
# Reset-EC2WindowsPassword of the PowerShell module Ec2KeyPair sends this script through Run Command
# (AWS-RunPowerShellScript). It needs Windows PowerShell 5.1 with .NET Framework 4.5, and no module.
#
# What others can see of it, and what they can not:
# - This text stands in the command history and in event 4104. It holds a public key and no secret.
# - The output stands in the command history and in transcripts. It holds the password under that key only;
#   the private half is in the memory of the caller and dies with the call.
# - Module logging (event 4103) writes down what cmdlets are given. The password is given to no cmdlet and to
#   no function: it goes from one .NET method to the next.
#
# The output is lines of "EC2KEYPAIR-RESET-1 <key> <value>", the last of which has the key "end". Windows
# PowerShell without a console breaks lines at 80 columns, so all are shorter; a value that is longer goes on in
# a further line of the same key. Names, texts and data are base64 (UTF-8).
# Only ASCII characters stand here: the agent and PowerShell may differ about the encoding of a script file.

# The request. Ec2KeyPair fills in these lines; between the quotes never stands anything but base64.
$modulus = ''  # the RSA public key's n, big-endian
$exponent = '' # and its e
$nonce = ''    # 16 random bytes of this request: they come back within what is encrypted
$account = ''  # the account's name; empty for the built-in Administrator, whatever its name
$serial = ''   # any value: tell the serial console that the password was reset, so that EC2's console output shows it

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

# The answer's lines for one key.
function Write-Answer([string] $key, [string] $value) {
    $longest = 48
    $at = 0
    do {
        'EC2KEYPAIR-RESET-1 ' + $key + ' ' + $value.Substring($at, [Math]::Min($longest, $value.Length - $at))
        $at += $longest
    } while ($at -lt $value.Length)
}

function Write-TextAnswer([string] $key, [string] $text) {
    Write-Answer $key ([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($text)))
}

# An exception's own words and number, out of the wrappers that PowerShell and ADSI put round it.
function Get-Reason([Exception] $exception) {
    $inner = $exception.GetBaseException()
    '{0} (0x{1:X8})' -f $inner.Message.Trim(), $inner.HResult
}

# The text of a binary SID, "S-1-5-21-...-500": the framework's own class for it is not on every platform that
# this script is tested on.
function Get-SidText([byte[]] $sid) {
    $text = 'S-' + $sid[0] + '-' + ([long] $sid[6] * 256 + $sid[7])
    for ($i = 0; $i -lt $sid[1]; $i++) { $text += '-' + [BitConverter]::ToUInt32($sid, 8 + 4 * $i) }
    $text
}

# A random password of the four kinds of characters. It has none that look alike (0 O 1 I l), none that mean
# something to a shell, to XML or within quotes, begins with a letter or a digit, and does not contain the account's
# name, which Windows would refuse.
function New-RandomPassword([int] $length, [string] $name) {
    $kinds = 'ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '-_.:+=@'
    $alphabet = -join $kinds
    # A byte from here on would make the first characters of the alphabet likelier than the others: draw again.
    $bound = 256 - 256 % $alphabet.Length
    $random = [Security.Cryptography.RandomNumberGenerator]::Create()
    $bytes = [byte[]]::new(128)
    $used = $bytes.Length
    $characters = [char[]]::new($length)
    try {
        do {
            for ($i = 0; $i -lt $length; $i++) {
                do {
                    if ($used -eq $bytes.Length) { $random.GetBytes($bytes); $used = 0 }
                    $byte = $bytes[$used]
                    $used++
                } while ($byte -ge $bound)
                $characters[$i] = $alphabet[$byte % $alphabet.Length]
            }
            $password = [string]::new($characters)
            # A password that lacks something is drawn anew as a whole: to mend it in places would make some likelier.
            $isGood = $kinds[3].IndexOf($characters[0]) -lt 0
            foreach ($kind in $kinds) { if ($password.IndexOfAny($kind.ToCharArray()) -lt 0) { $isGood = $false } }
            if ($name.Length -ge 3 -and $password.IndexOf($name, [StringComparison]::OrdinalIgnoreCase) -ge 0) { $isGood = $false }
        } until ($isGood)
        $password
    } finally {
        [Array]::Clear($bytes, 0, $bytes.Length)
        [Array]::Clear($characters, 0, $characters.Length)
        $random.Dispose()
    }
}

# Best effort: the port may be missing, or EC2Launch may be writing to it.
function Write-SerialConsole([string] $line) {
    try {
        $port = [System.IO.Ports.SerialPort]::new('COM1', 115200)
        try {
            $port.WriteTimeout = 2000
            $port.Open()
            $bytes = [Text.Encoding]::UTF8.GetBytes("`r`n" + $line + "`r`n")
            $port.Write($bytes, 0, $bytes.Length)
        } finally {
            $port.Dispose()
        }
    } catch {
        # The password is set and told; that the console does not say so is no failure.
    }
}

# The account as an ADSI object with its name and SID; nothing when there is none.
function Find-Account($machine, [string] $name) {
    foreach ($child in $machine.psbase.Children) {
        if ($child.psbase.SchemaClassName -ne 'User') { continue }
        $found = [string] $child.psbase.Name
        $sid = Get-SidText ([byte[]] $child.psbase.Properties['objectSid'].Value)
        $isWanted = if ($name) { [string]::Equals($found, $name, [StringComparison]::OrdinalIgnoreCase) } else { $sid -match '^S-1-5-21-.+-500$' }
        if ($isWanted) { return @{ Entry = $child; Name = $found; Sid = $sid } }
    }
}

function Invoke-Reset {
    # 2 is a domain controller: it has no local accounts, and -500 there is the administrator of the whole domain.
    if (([wmi] 'Win32_OperatingSystem=@').ProductType -eq 2) { return @{ Status = 'DomainController' } }
    $machine = [adsi] 'WinNT://.'
    $user = Find-Account $machine ([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($account)))
    if (-not $user) { return @{ Status = 'AccountNotFound' } }
    $answer = @{ Status = 'Done'; Name = $user.Name; Sid = $user.Sid; Text = '' }
    # The flag 2: the account is disabled (ADS_UF_ACCOUNTDISABLE).
    $answer.Enabled = ([int] $user.Entry.psbase.Properties['UserFlags'].Value -band 2) -eq 0
    $length = [Math]::Min(127, [Math]::Max(32, [int] $machine.psbase.Properties['MinPasswordLength'].Value))

    $rsa = [Security.Cryptography.RSACryptoServiceProvider]::new()
    $rsa.FromXmlString("<RSAKeyValue><Modulus>$modulus</Modulus><Exponent>$exponent</Exponent></RSAKeyValue>")
    # What is encrypted: the nonce, one byte for the SID's length, the SID, the password.
    $sid = [Text.Encoding]::ASCII.GetBytes($user.Sid)
    $head = [byte[]] ([Convert]::FromBase64String($nonce) + [byte] $sid.Length + $sid)

    # A policy may refuse a password by chance: it may hold a part of the user's full name, say.
    for ($try = 1; ; $try++) {
        $password = New-RandomPassword $length $user.Name
        # Encrypted before it is set: what can't be told must not be set.
        $plain = [byte[]]::new($head.Length + $length)
        try {
            [Array]::Copy($head, $plain, $head.Length)
            $null = [Text.Encoding]::ASCII.GetBytes($password, 0, $length, $plain, $head.Length)
            $answer.Data = [Convert]::ToBase64String($rsa.Encrypt($plain, $true)) # $true: OAEP
        } finally {
            [Array]::Clear($plain, 0, $plain.Length)
        }

        try {
            $null = $user.Entry.psbase.Invoke('SetPassword', @($password))
            return $answer
        } catch {
            $answer.Text = Get-Reason $_.Exception
            if ($answer.Text.Contains($password)) { $answer.Text = $_.Exception.GetBaseException().GetType().FullName }
            if ($try -eq 3) {
                $answer.Status = 'PasswordRefused'
                return $answer
            }
        }
    }
}

# Without a request, only the functions are there.
if ($modulus) {
    # AppLocker or an application control policy may keep PowerShell from calling .NET, which all of this needs.
    if ("$($ExecutionContext.SessionState.LanguageMode)" -ne 'FullLanguage') {
        'EC2KEYPAIR-RESET-1 status ConstrainedLanguage'
        'EC2KEYPAIR-RESET-1 end'
        exit 1
    }

    try { $answer = Invoke-Reset } catch { $answer = @{ Status = 'Failed'; Text = Get-Reason $_.Exception } }
    Write-Answer 'status' $answer.Status
    if ($answer.ContainsKey('Name')) {
        Write-TextAnswer 'name' $answer.Name
        Write-Answer 'sid' $answer.Sid
    }

    if ($answer.Status -ne 'Done') {
        if ($answer.ContainsKey('Text')) { Write-TextAnswer 'text' $answer.Text }
        'EC2KEYPAIR-RESET-1 end'
        exit 1
    }

    Write-Answer 'enabled' "$($answer.Enabled)"
    Write-Answer 'data' $answer.Data
    'EC2KEYPAIR-RESET-1 end'
    if ($serial) {
        $now = [DateTime]::UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", [Globalization.CultureInfo]::InvariantCulture)
        Write-SerialConsole "Ec2KeyPair: the password of '$($answer.Name)' was reset at $now"
    }
}
